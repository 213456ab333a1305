import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';
import { allowsText } from '../schema/allowsText';
import { type OutputSchema, toOutputSchema } from '../schema/outputSchema';
import type { PortableSchema } from '../schema/toPortableSchema';
import { type SchemaStyle, toToolSchema } from '../schema/toolSchema';
import { toPlainSchema } from '../schema/plainSchema';
import {
  renameMentions,
  renameSchemaMentions,
  toDescription,
  toTitle,
} from './toolDescription';
import { MAX_MODEL_TEXT_LENGTH } from '../text/modelText';
import { toPlainText } from '../text/plainText';
import { toToolAliases } from './toolName';
import { toToolAttributes } from './toToolAttributes';
import type { FoundTool, ShownAttributes } from '../tools/types';
import type { ToolOverride } from './ToolOverrides';
import { reasonOfUnusable } from '../tools/unusableAction';
import { needsSecrets, type ShownInput } from './withheldInputs';

/** The parts of an action that do not depend on its tool's name. */
export interface ConvertedAction {
  readonly action: ActionsServiceAction;
  readonly override: ToolOverride;
  readonly attributes: ShownAttributes;
  readonly withheldInputs: readonly string[];
  readonly input: PortableSchema;
  readonly output?: OutputSchema;
}

/** An action as a tool, with the conversions between both. */
export interface CatalogEntry extends FoundTool {
  /** How the tool differs from what the action's author wrote. */
  readonly changes: readonly string[];
}

export interface ConvertActionOptions {
  schemas: SchemaStyle;
  outputSchemas: boolean;
  override?: ToolOverride;
  shown: ShownInput;
}

export function convertAction(
  action: ActionsServiceAction,
  { schemas, outputSchemas, override = {}, shown }: ConvertActionOptions,
): ConvertedAction {
  return {
    action,
    override,
    attributes: toToolAttributes(action.attributes, override.attributes),
    withheldInputs: shown.withheldInputs,
    input: toToolSchema(shown.schema, schemas),
    output: outputSchemas ? outputOf(action) : undefined,
  };
}

export function toCatalogEntry(
  converted: ConvertedAction,
  name: string,
): CatalogEntry {
  const { action, override, attributes, input, output } = converted;
  const { withheldInputs } = converted;
  const title = toTitle(override.title ?? action.title, action.name);
  const description = override.description ?? action.description;
  // Examples use the action's own input, which may differ from what clients
  // send.
  const examples = action.examples?.filter(
    example =>
      input.toInput(example.input) === example.input &&
      !withheldInputs.some(each => Object.hasOwn(example.input ?? {}, each)),
  );
  return {
    tool: {
      name,
      title,
      description: toDescription({ title, description, examples }),
      inputSchema: toPlainSchema(input.schema),
      outputSchema: output && toPlainSchema(output.schema),
      attributes,
      actionId: action.id,
      pluginId: action.pluginId,
    },
    toInput: args => input.toInput(args),
    // A schema of anything also accepts a missing output, but a client does
    // not.
    acceptsOutput: value =>
      !output || (value !== undefined && output.accepts(value)),
    withheldInputs,
    hasOptionalSecrets: action.schema.secrets !== undefined,
    changes: [
      ...Object.keys(override).map(
        key => `${key} is from mcpActions.overrides`,
      ),
      ...(override.name ? [] : nameChanges(action, name)),
      ...(toPlainText(description).length > MAX_MODEL_TEXT_LENGTH
        ? [`its description is cut at ${MAX_MODEL_TEXT_LENGTH} characters`]
        : []),
      ...input.changes.map(text => `input: ${text}`),
    ],
  };
}

/** Replaces mentions of other tools with their listed names. */
export function withListedNames(
  entry: CatalogEntry,
  toListedName: (name: string) => string | undefined,
): CatalogEntry {
  const { tool } = entry;
  return {
    ...entry,
    tool: {
      ...tool,
      description: renameMentions(tool.description, toListedName),
      inputSchema: renameSchemaMentions(tool.inputSchema, toListedName),
    },
  };
}

/**
 * Returns why an action cannot be a tool, apart from its input schema, or
 * undefined if there is no such reason.
 */
export function reasonToOmit(
  action: ActionsServiceAction,
  override?: ToolOverride,
): string | undefined {
  const unusable = reasonOfUnusable(action);
  if (unusable) {
    return unusable;
  }
  if (override?.hidden) {
    return `mcpActions.overrides.${action.id}.hidden`;
  }
  return needsSecrets(action.schema)
    ? 'it needs secrets, which must not pass through an AI client'
    : undefined;
}

function nameChanges(action: ActionsServiceAction, name: string): string[] {
  return toToolAliases(action).includes(name)
    ? []
    : [`named ${name}, since its plain name is too long or not unique`];
}

/**
 * A text is sent as text, which clients refuse if the tool has an output
 * schema.
 */
function outputOf(action: ActionsServiceAction): OutputSchema | undefined {
  const output = toOutputSchema(action.schema.output as JsonObject);
  return output && allowsText(output.schema) ? undefined : output;
}
