import type { ShownAttributes } from '../tools/types';

/**
 * What the operator configured for an action, which replaces what its author
 * wrote.
 */
export interface ToolOverride {
  /** The listed name of the tool. */
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
