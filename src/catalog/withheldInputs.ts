import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';
import { inputNames, withoutInputs } from '../schema/withoutInputs';
import type { ToolOverride } from './ToolOverrides';

/**
 * Inputs of Backstage's own actions that hold secrets without being declared as
 * such (backstage#34728).
 */
const WITHHELD_BY_DEFAULT: Readonly<Record<string, readonly string[]>> = {
  'scaffolder:execute-template': ['secrets'],
};

/** The part of an action's input that AI clients see. */
export interface ShownInput {
  readonly schema: JsonObject;
  /** Names of the inputs that AI clients neither see nor may send. */
  readonly withheldInputs: readonly string[];
}

/** Withholds inputs, or returns the reason why the action cannot be served. */
export function withholdInputs(
  { id, schema }: ActionsServiceAction,
  override: ToolOverride = {},
): ShownInput | { reason: string } {
  const original = schema.input as JsonObject;
  const path = `mcpActions.overrides.${id}.withheldInputs`;
  const unknown = findUnknown(original, override.withheldInputs);
  if (unknown !== undefined) {
    return {
      reason: `${path}[${unknown}] is not an input of the action. Correct its name`,
    };
  }
  const withheldInputs =
    override.withheldInputs ?? WITHHELD_BY_DEFAULT[id] ?? [];
  const shown = withoutInputs(original, withheldInputs);
  return shown
    ? { schema: shown, withheldInputs }
    : { reason: `it needs an input that ${path} keeps from AI clients` };
}

/** The index of a misspelt name, which would leave its input open. */
function findUnknown(
  schema: JsonObject,
  names: readonly string[] = [],
): number | undefined {
  if (names.length === 0) {
    return undefined;
  }
  const known = inputNames(schema);
  const index = names.findIndex(name => !known.has(name));
  return index < 0 ? undefined : index;
}

/** Whether a declared secret is required. Optional secrets are left out. */
export function needsSecrets({
  secrets,
}: ActionsServiceAction['schema']): boolean {
  const schema = secrets as JsonObject | undefined;
  return (
    schema !== undefined &&
    withoutInputs(schema, [...inputNames(schema)]) === undefined
  );
}
