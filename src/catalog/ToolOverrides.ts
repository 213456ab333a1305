import type { ShownAttributes } from '../tools/types';

/** What the operator says of an action, in place of its author. */
export interface ToolOverride {
  /** The name under which it is listed. */
  readonly name?: string;
  readonly title?: string;
  readonly description?: string;
  readonly hidden?: boolean;
  readonly attributes?: Partial<ShownAttributes>;
  /** Names of inputs that AI clients neither see nor may send. */
  readonly withheldInputs?: readonly string[];
}

/** By action id. */
export type ToolOverrides = Readonly<Record<string, ToolOverride>>;
