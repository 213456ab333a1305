import type { JsonValue } from '@backstage/types';
import type { Tool } from '../tools/types';
import { hintsOf } from './hintsOf';
import { JsonSizes, wholeSizeOfText } from './JsonSizes';
import { isContent, shortenContent } from './shortenContent';
import { shortenData } from './shortenData';
import type { Candidate, Shortened } from './Shortened';
import { shortenText } from './shortenText';

/** Counting further would cost more than it tells. */
export const MAX_COUNTED_SIZE = 10_000_000;

export interface BoundOutputOptions {
  /**
   * Bytes that the output may take as JSON in UTF-8. `Infinity` only measures. Below
   * 2,000 there is little room beside the note.
   */
  readonly maxBytes: number;
  /** Whose arguments the note names. */
  readonly tool: Pick<Tool, 'inputSchema'>;
  /** Whether an output fits the schema that the tool lists. Default: any does. */
  readonly accepts?: (output: JsonValue) => boolean;
}

/** An output that a model can take, and what became of the original. */
export interface BoundedOutput {
  /** The original itself unless `wasCut`. */
  readonly output: JsonValue | undefined;
  readonly wasCut: boolean;
  /** What was cut, and what to do about it, in words for the model. */
  readonly note?: string;
  /**
   * Where the note is. `inside`: it is in the output. `beside`: the output has no place
   * for it, so whoever sends the output sends the note as a text block before it.
   */
  readonly notePlace?: Candidate['notePlace'];
  /**
   * Bytes of the original as JSON in UTF-8; 0 when there is none. Counted up to 10 MB, or
   * up to `maxBytes` if that is more: whatever is larger counts as this.
   */
  readonly sizeBefore: number;
  /** Bytes of `output` as JSON in UTF-8, counted likewise. */
  readonly sizeAfter: number;
  /**
   * Set when the output is too large and was left as it is. `schema`: cut, it would not
   * fit the schema that the tool lists, and clients would throw it away. `uncuttable`:
   * it is too large without its long texts and lists.
   */
  readonly leftWhole?: 'schema' | 'uncuttable';
}

/**
 * Shortens an output that is too large for a model, so that it stays JSON of the same
 * shape and says what it lacks.
 *
 * @remarks
 * Data: texts are cut at the largest common bound that makes the output fit. Where that
 * is not enough, lists are cut to prefixes. The note is under `_cut`, the first key of
 * the output or, in a list of objects, of its first item. A text keeps head and tail. MCP
 * content loses large pictures and files first.
 *
 * Never throws for JSON, never changes its input, and returns a cut output unchanged when
 * it gets it again. Takes less time than writing the output as JSON.
 */
export function boundOutput(
  output: JsonValue | undefined,
  options: BoundOutputOptions,
): BoundedOutput {
  if (output === undefined) {
    return { output, wasCut: false, sizeBefore: 0, sizeAfter: 0 };
  }
  const sizeBefore = countedSizeOf(output, options);
  const whole = { output, wasCut: false, sizeBefore, sizeAfter: sizeBefore };
  if (sizeBefore <= options.maxBytes) {
    return whole;
  }
  const shortened = shorten(output, options);
  if (!shortened) {
    return { ...whole, leftWhole: 'uncuttable' };
  }
  const chosen = acceptedOf(shortened.candidates, output, options);
  return chosen
    ? {
        ...chosen,
        wasCut: true,
        note: shortened.note,
        sizeBefore,
        sizeAfter: countedSizeOf(chosen.output, options),
      }
    : { ...whole, leftWhole: 'schema' };
}

function countedSizeOf(
  output: JsonValue,
  { maxBytes }: BoundOutputOptions,
): number {
  const limit =
    maxBytes === Infinity
      ? MAX_COUNTED_SIZE
      : Math.max(MAX_COUNTED_SIZE, maxBytes);
  const sizes = JsonSizes.create(wholeSizeOfText);
  return Math.min(limit, sizes.sizeOf(output, { limit }));
}

function shorten(
  output: JsonValue,
  { maxBytes, tool }: BoundOutputOptions,
): Shortened | undefined {
  const options = { maxBytes, hints: hintsOf(tool.inputSchema) };
  if (typeof output === 'string') {
    return shortenText(output, options);
  }
  return isContent(output)
    ? shortenContent(output, options)
    : shortenData(output, options);
}

/** The best candidate that clients take. An output that fits no schema may be cut freely. */
function acceptedOf(
  candidates: readonly Candidate[],
  original: JsonValue,
  { accepts = () => true }: BoundOutputOptions,
): Candidate | undefined {
  return (
    candidates.find(({ output }) => accepts(output)) ??
    (accepts(original) ? undefined : candidates[0])
  );
}
