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
import { withoutInputs } from '../schema/withoutInputs';
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
import {
  needsSecrets,
  reasonAgainstWithheld,
  withheldInputsOf,
} from './withheldInputs';

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
}

export function convertAction(
  action: ActionsServiceAction,
  { schemas, outputSchemas, override = {} }: ConvertActionOptions,
): ConvertedAction {
  const withheldInputs = withheldInputsOf(action, override);
  return {
    action,
    override,
    attributes: toToolAttributes(action.attributes, override.attributes),
    withheldInputs,
    // reasonToOmit has checked that there is a schema.
    input: toToolSchema(
      withoutInputs(inputOf(action), withheldInputs)!,
      schemas,
    ),
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

export interface ReasonToOmitOptions {
  schemas: SchemaStyle;
  override?: ToolOverride;
}

/** Returns why an action cannot be a tool, or undefined if it can. */
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
  if (needsSecrets(action.schema)) {
    return 'it needs secrets, which must not pass through an AI client';
  }
  const misnamed = reasonAgainstWithheld(action, override);
  if (misnamed) {
    return misnamed;
  }
  const shown = withoutInputs(
    inputOf(action),
    withheldInputsOf(action, override),
  );
  return shown
    ? reasonAgainstInput(shown, schemas)
    : `it needs an input that mcpActions.overrides.${action.id}.withheldInputs keeps from AI clients`;
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

function inputOf(action: ActionsServiceAction): JsonObject {
  return action.schema.input as JsonObject;
}
