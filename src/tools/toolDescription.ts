import type { JsonObject } from '@backstage/types';

/** Claude cuts descriptions and instructions there, without a word (claude-code#81268). */
export const MAX_DESCRIPTION_LENGTH = 2048;

export interface DescribedAction {
  readonly description: string;
  readonly examples?: ReadonlyArray<{ title: string; input: JsonObject }>;
}

/**
 * What a model reads of a tool: the description, with as many of the author's
 * examples as fit, cut at the end of a sentence when it is too long.
 */
export function toDescription(action: DescribedAction): string {
  const { description, examples = [] } = action;
  if (description.length > MAX_DESCRIPTION_LENGTH) {
    return cutAtSentence(description);
  }
  return examples
    .map(
      ({ title, input }) => `\n\nExample, ${title}: ${JSON.stringify(input)}`,
    )
    .reduce(
      (text, example) =>
        text.length + example.length <= MAX_DESCRIPTION_LENGTH
          ? text + example
          : text,
      description,
    );
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

/** The text, or as many of its sentences as models get to read. */
export function cutAtSentence(text: string): string {
  if (text.length <= MAX_DESCRIPTION_LENGTH) {
    return text;
  }
  const head = text.slice(0, MAX_DESCRIPTION_LENGTH - 1);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('.\n')) + 1;
  // A text of one endless sentence is cut where it has to be.
  return end > MAX_DESCRIPTION_LENGTH / 2 ? head.slice(0, end) : `${head}…`;
}
