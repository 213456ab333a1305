import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';
import { allowsText } from '../schema/allowsText';
import { type OutputSchema, toOutputSchema } from '../schema/outputSchema';
import type { PortableSchema } from '../schema/toPortableSchema';
import {
  reasonAgainstInput,
  type SchemaStyle,
  toToolSchema,
} from '../schema/toolSchema';
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
import type { FoundTool, ShownAttributes, ToolOverride } from '../tools/types';
import { reasonOfUnusable } from '../tools/unusableAction';

/** What of an action does not depend on the name of its tool. */
export interface ConvertedAction {
  readonly action: ActionsServiceAction;
  readonly override: ToolOverride;
  readonly attributes: ShownAttributes;
  readonly input: PortableSchema;
  readonly output?: OutputSchema;
}

/** An action as a tool, and the ways between the two. */
export interface CatalogEntry extends FoundTool {
  /** What is not as the action's author wrote it. */
  readonly changes: readonly string[];
}

export interface ConvertActionOptions {
  schemas: SchemaStyle;
  outputSchemas: boolean;
  override?: ToolOverride;
}

export function convertAction(
  action: ActionsServiceAction,
  { schemas, outputSchemas, override = {} }: ConvertActionOptions,
): ConvertedAction {
  return {
    action,
    override,
    attributes: toToolAttributes(action.attributes, override.attributes),
    input: toToolSchema(inputOf(action), schemas),
    output: outputSchemas ? outputOf(action) : undefined,
  };
}

export function toCatalogEntry(
  { action, override, attributes, input, output }: ConvertedAction,
  name: string,
): CatalogEntry {
  const title = toTitle(override.title ?? action.title, action.name);
  const description = override.description ?? action.description;
  // Examples show the action's own input, which may not be what clients send.
  const examples = action.examples?.filter(
    example => input.toInput(example.input) === example.input,
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
    // A schema of anything accepts nothing as well, but a client does not.
    acceptsOutput: value =>
      !output || (value !== undefined && output.accepts(value)),
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

/** Other tools are mentioned by the names under which they are listed. */
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

export interface ReasonToOmitOptions {
  schemas: SchemaStyle;
  override?: ToolOverride;
}

/** Why an action cannot be a tool, or undefined if it can. */
export function reasonToOmit(
  action: ActionsServiceAction,
  { schemas, override }: ReasonToOmitOptions,
): string | undefined {
  const unusable = reasonOfUnusable(action);
  if (unusable) {
    return unusable;
  }
  if (override?.hidden) {
    return `mcpActions.overrides.${action.id}.hidden`;
  }
  if (action.schema.secrets) {
    return 'it needs secrets, which must not pass through an AI client';
  }
  return reasonAgainstInput(inputOf(action), schemas);
}

function nameChanges(action: ActionsServiceAction, name: string): string[] {
  return toToolAliases(action).includes(name)
    ? []
    : [`named ${name}, since its plain name is too long or not unique`];
}

/** A text is sent as text, which is what clients do not take beside a schema. */
function outputOf(action: ActionsServiceAction): OutputSchema | undefined {
  const output = toOutputSchema(action.schema.output as JsonObject);
  return output && allowsText(output.schema) ? undefined : output;
}

function inputOf(action: ActionsServiceAction): JsonObject {
  return action.schema.input as JsonObject;
}
