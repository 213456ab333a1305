import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';
import { type OutputSchema, toOutputSchema } from './schema/outputSchema';
import type { PortableSchema } from './schema/toPortableSchema';
import {
  reasonAgainstInput,
  type SchemaStyle,
  toToolSchema,
} from './schema/toolSchema';
import { MAX_DESCRIPTION_LENGTH, toDescription } from './toolDescription';
import { toToolAliases } from './toolName';
import { toToolAttributes } from './toToolAttributes';
import type { Tool, ToolOverride } from './types';

/** An action as a tool, and the ways between the two. */
export interface CatalogEntry {
  readonly tool: Tool;
  readonly input: PortableSchema;
  readonly output?: OutputSchema;
  /** What is not as the action's author wrote it. */
  readonly changes: readonly string[];
}

export interface CatalogEntryOptions {
  name: string;
  schemas: SchemaStyle;
  outputSchemas: boolean;
  override?: ToolOverride;
}

export function toCatalogEntry(
  action: ActionsServiceAction,
  options: CatalogEntryOptions,
): CatalogEntry {
  const { name, schemas, outputSchemas, override = {} } = options;
  const input = toToolSchema(inputOf(action), schemas);
  const output = outputSchemas
    ? toOutputSchema(action.schema.output as JsonObject)
    : undefined;
  const description = override.description ?? action.description;
  // Examples show the action's own input, which may not be what clients send.
  const examples = action.examples?.filter(
    example => input.toInput(example.input) === example.input,
  );
  return {
    tool: {
      name,
      title: override.title ?? action.title,
      description: toDescription({ description, examples }),
      inputSchema: input.schema,
      outputSchema: output?.schema,
      attributes: toToolAttributes(action.attributes, override.attributes),
      actionId: action.id,
      pluginId: action.pluginId,
    },
    input,
    output,
    changes: [
      ...Object.keys(override).map(
        key => `${key} is from mcpActions.overrides`,
      ),
      ...nameChanges(action, name),
      ...(description.length > MAX_DESCRIPTION_LENGTH
        ? [`its description is cut at ${MAX_DESCRIPTION_LENGTH} characters`]
        : []),
      ...input.changes.map(text => `input: ${text}`),
    ],
  };
}

/** Why an action can be no tool, if so. */
export function reasonToOmit(
  action: ActionsServiceAction,
  { schemas, override }: Pick<CatalogEntryOptions, 'schemas' | 'override'>,
): string | undefined {
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

function inputOf(action: ActionsServiceAction): JsonObject {
  return action.schema.input as JsonObject;
}
