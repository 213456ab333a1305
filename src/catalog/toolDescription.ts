import type { JsonObject } from '@backstage/types';
import { CLIENT_TEXT_LENGTH, toModelText } from '../text/modelText';
import { toPlainLine, toVisibleText } from '../text/plainText';
import { toSnakeCase } from './toolName';
import { wellFormed } from '../text/wellFormed';

export interface DescribedAction {
  readonly title: string;
  readonly description: string;
  readonly examples?: ReadonlyArray<{ title: string; input: JsonObject }>;
}

/**
 * The title, or one derived from the action's name: `get-entity` becomes `Get
 * entity`.
 */
export function toTitle(title: string, name: string): string {
  const words = toSnakeCase(name).replaceAll('_', ' ') || toPlainLine(name);
  return toPlainLine(title) || words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Returns the description that a model reads: the author's description, or the
 * title if there is none, followed by as many examples as every client shows.
 */
export function toDescription(action: DescribedAction): string {
  const { title, description, examples = [] } = action;
  return examples
    .map(toExample)
    .reduce(
      (text, example) =>
        text.length + example.length <= CLIENT_TEXT_LENGTH
          ? text + example
          : text,
      toModelText(description) || title,
    );
}

function toExample({ title, input }: { title: string; input: JsonObject }) {
  const json = JSON.stringify(wellFormed(input ?? {}));
  return `\n\nExample, ${toPlainLine(`${title}`)}: ${toVisibleText(json)}`;
}

/**
 * Matches `catalog.get-catalog-entity` or `catalog:get-catalog-entity`, but no
 * URL or path.
 */
const OTHER_TOOL =
  /(?<![\w./:-])[a-z][a-z0-9-]*[.:][a-z][\w-]*(?![\w/:-]|\.\w)/gi;

/** Replaces mentions of other tools with their listed names. */
export function renameMentions(
  description: string,
  toListedName: (name: string) => string | undefined,
): string {
  return description.replace(OTHER_TOOL, name => toListedName(name) ?? name);
}

const schemasWithMentions = new WeakMap<JsonObject, boolean>();

/** Does the same in the descriptions of a schema's properties. */
export function renameSchemaMentions(
  schema: JsonObject,
  toListedName: (name: string) => string | undefined,
): JsonObject {
  let hasMentions = schemasWithMentions.get(schema);
  if (hasMentions === undefined) {
    hasMentions = JSON.stringify(schema).search(OTHER_TOOL) >= 0;
    schemasWithMentions.set(schema, hasMentions);
  }
  return hasMentions
    ? JSON.parse(JSON.stringify(schema), (key, value) =>
        key === 'description' && typeof value === 'string'
          ? renameMentions(value, toListedName)
          : value,
      )
    : schema;
}
