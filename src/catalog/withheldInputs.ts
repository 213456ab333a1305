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

/**
 * Returns the names of the action's inputs that AI clients neither see nor may
 * send.
 */
export function withheldInputsOf(
  { id }: ActionsServiceAction,
  { withheldInputs }: ToolOverride = {},
): readonly string[] {
  return withheldInputs ?? WITHHELD_BY_DEFAULT[id] ?? [];
}

/**
 * Returns why the action cannot be served with the configured withheld inputs.
 * A misspelt name would leave the input open.
 */
export function reasonAgainstWithheld(
  { id, schema }: ActionsServiceAction,
  { withheldInputs = [] }: ToolOverride = {},
): string | undefined {
  if (withheldInputs.length === 0) {
    return undefined;
  }
  const known = inputNames(schema.input as JsonObject);
  const unknown = withheldInputs.findIndex(name => !known.has(name));
  return unknown < 0
    ? undefined
    : `mcpActions.overrides.${id}.withheldInputs[${unknown}] is not an input of the action. Correct its name`;
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
