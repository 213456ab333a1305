import type { JsonObject } from '@backstage/types';
import { cutText } from './cutText';
import { toPlainLine, toPlainText, toVisibleText } from './plainText';
import { toSnakeCase } from './toolName';
import { wellFormed } from './wellFormed';

/** Bounds what a runaway source costs; no description is nearly as long. */
export const MAX_DESCRIPTION_LENGTH = 16_384;

/**
 * Claude Code cuts instructions there, and descriptions when its tool search is
 * off (2.1.332); no other known client cuts either.
 */
export const CLIENT_TEXT_LENGTH = 4_096;

export interface DescribedAction {
  readonly title: string;
  readonly description: string;
  readonly examples?: ReadonlyArray<{ title: string; input: JsonObject }>;
}

/** The title, or one made of the action's name: `get-entity` is `Get entity`. */
export function toTitle(title: string, name: string): string {
  const words = toSnakeCase(name).replaceAll('_', ' ') || toPlainLine(name);
  return toPlainLine(title) || words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * What a model reads of a tool: the whole description, or the title when there
 * is none, with as many of the author's examples as every client shows.
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
      cutAtSentence(toPlainText(description)) || title,
    );
}

function toExample({ title, input }: { title: string; input: JsonObject }) {
  const json = JSON.stringify(wellFormed(input ?? {}));
  return `\n\nExample, ${toPlainLine(`${title}`)}: ${toVisibleText(json)}`;
}

/** What a model reads of a server. */
export function toInstructions(text: string): string {
  return cutAtSentence(toPlainText(text));
}

/** `catalog.get-catalog-entity` or `catalog:get-catalog-entity`, but no URL or path. */
const OTHER_TOOL =
  /(?<![\w./:-])[a-z][a-z0-9-]*[.:][a-z][\w-]*(?![\w/:-]|\.\w)/gi;

/** Other tools are mentioned by the names under which they are listed. */
export function renameMentions(
  description: string,
  toListedName: (name: string) => string | undefined,
): string {
  return description.replace(OTHER_TOOL, name => toListedName(name) ?? name);
}

const schemasWithMentions = new WeakMap<JsonObject, boolean>();

/** The same for what a schema says of its properties. */
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

/** The text, or as many of its sentences as the bound takes. */
function cutAtSentence(text: string): string {
  if (text.length <= MAX_DESCRIPTION_LENGTH) {
    return text;
  }
  const head = cutText(text, MAX_DESCRIPTION_LENGTH - 1);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('.\n')) + 1;
  // A text of one endless sentence is cut where it has to be.
  return end > MAX_DESCRIPTION_LENGTH / 2 ? head.slice(0, end) : `${head}…`;
}
