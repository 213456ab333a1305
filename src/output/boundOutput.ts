import type { JsonValue } from '@backstage/types';
import type { Tool } from '../tools/types';
import { hintsOf } from './hintsOf';
import { JsonSizes, wholeSizeOfText } from './JsonSizes';
import { isContent, shortenContent } from './shortenContent';
import { shortenData } from './shortenData';
import type { Candidate, Shortened } from './Shortened';
import { shortenText } from './shortenText';

/** Counting further would cost more than it is worth. */
export const MAX_COUNTED_SIZE = 10_000_000;

export interface BoundOutputOptions {
  /**
   * The maximum bytes of the output as JSON in UTF-8. `Infinity` only measures.
   * Below 2,000 there is little room beside the note.
   */
  readonly maxBytes: number;
  /** The tool with the arguments that the note names. */
  readonly tool: Pick<Tool, 'inputSchema'>;
  /**
   * Whether an output matches the schema that the tool lists. Default: always.
   */
  readonly accepts?: (output: JsonValue) => boolean;
}

/** An output of acceptable size, and what was done to the original. */
export interface BoundedOutput {
  /** The original itself unless `wasCut`. */
  readonly output: JsonValue | undefined;
  readonly wasCut: boolean;
  /** What was cut, and what to do about it, as text for the model. */
  readonly note?: string;
  /**
   * Where the note is. `inside`: it is in the output. `beside`: the output has
   * no place for it, so the sender puts the note into a text block before it.
   */
  readonly notePlace?: Candidate['notePlace'];
  /**
   * Bytes of the original as JSON in UTF-8. 0 if there is no output. Stops
   * counting at 10 MB, or at `maxBytes` if that is more.
   */
  readonly sizeBefore: number;
  /** Bytes of `output` as JSON in UTF-8, with the same limit. */
  readonly sizeAfter: number;
  /**
   * Set when the output is too large and was left as it is. `schema`: a cut
   * output would violate the schema that the tool lists, and clients would
   * discard it. `uncuttable`: it is too large even without its long texts and
   * lists.
   */
  readonly leftWhole?: 'schema' | 'uncuttable';
}

/**
 * Shortens an output that is too large for a model. It stays JSON of the same
 * shape and says what is missing.
 *
 * @remarks In data, texts are cut at the largest common bound that makes the
 * output fit. If that is not enough, lists are cut to prefixes. The note is
 * under `_cut`, the first key of the output or, in a list of objects, of its
 * first item. A text keeps its head and tail. MCP content loses large pictures
 * and files first.
 *
 * Never throws for JSON, and never changes its input. Returns an output that it
 * has cut before unchanged. Takes less time than writing the output as JSON.
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

/**
 * Returns the best candidate that clients accept. An output that violates its
 * schema anyway may be cut freely.
 */
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
