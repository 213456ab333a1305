import {
  type ContentPart,
  type PartSizes,
  toContentPart,
  toSentence,
} from './contentPart';

export interface RemainingParts {
  readonly parts: readonly ContentPart[];
  /** How many pictures and files became sentences. */
  readonly omitted: number;
}

/**
 * Replaces the largest pictures and files with sentences until all parts fit,
 * or no file is left.
 */
export function withoutLargestFiles(
  parts: readonly ContentPart[],
  options: PartSizes,
): RemainingParts {
  let size = parts.reduce((sum, { least }) => sum + least, 0);
  const remaining = [...parts];
  let omitted = 0;
  const files = [...parts.entries()]
    .filter(([, { file }]) => file !== undefined)
    .sort(([, a], [, b]) => b.least - a.least);
  for (const [index, part] of files) {
    const sentence = toContentPart(toSentence(part), options);
    if (size <= options.limit || sentence.least >= part.least) {
      break;
    }
    remaining[index] = sentence;
    size += sentence.least - part.least;
    omitted += 1;
  }
  return { parts: remaining, omitted };
}
