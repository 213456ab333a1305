import type { JsonObject, JsonValue } from '@backstage/types';
import { MCP_CONTENT_KEY } from '../tools/output';
import { type ContentPart, toContentPart, toCutBlock } from './contentPart';
import { middlePieces } from './cutMiddle';
import { MAX_NOTE_SIZE, toCutNote, toNumberText } from './cutNote';
import { JsonSizes, wholeSizeOfText } from './JsonSizes';
import type { Shortened, ShortenOptions } from './Shortened';
import {
  isLong,
  largestTextBound,
  leastSizeOfText,
  MIN_TEXT_BOUND,
} from './textBounds';
import { withoutLargestFiles } from './withoutLargestFiles';

/** Bytes of everything except the blocks and the note's text. */
const FRAME_SIZE = JSON.stringify({
  [MCP_CONTENT_KEY]: [toTextBlock(''), []],
}).length;
/** Bytes of the smallest block, with a comma. */
const MIN_BLOCK_SIZE = '{"type":""},'.length;

/** An output that is MCP content. */
export type ContentOutput = JsonObject & { [MCP_CONTENT_KEY]: JsonObject[] };

export function isContent(output: JsonValue): output is ContentOutput {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) {
    return false;
  }
  const blocks = output[MCP_CONTENT_KEY];
  return Array.isArray(blocks) && blocks.every(isBlock);
}

function isBlock(block: JsonValue): block is JsonObject {
  return (
    typeof block === 'object' &&
    block !== null &&
    !Array.isArray(block) &&
    typeof block.type === 'string'
  );
}

/**
 * Shortens MCP content and puts a block before it that says what was cut. The
 * largest pictures and files become sentences until the rest fits. Long texts
 * then keep head and tail. Finally, only the first blocks stay.
 */
export function shortenContent(
  { [MCP_CONTENT_KEY]: blocks, ...unsent }: ContentOutput,
  { maxBytes, hints }: ShortenOptions,
): Shortened {
  const bytes = maxBytes - FRAME_SIZE - MAX_NOTE_SIZE;
  const sizes = JsonSizes.create(wholeSizeOfText);
  const options = { sizes, limit: bytes };
  const { parts, omitted } = withoutLargestFiles(
    // One more than there can be room for.
    blocks
      .slice(0, bytes / MIN_BLOCK_SIZE + 1)
      .map(block => toContentPart(block, options)),
    options,
  );
  const kept = fittingParts(parts, bytes);
  const bound = textBoundOf(kept, bytes);
  const cut = kept.map(part => toCutBlock(part, bound));
  const isTextCut = cut.some((block, index) => block !== kept[index].block);
  const others = othersOf({
    kept: kept.length,
    total: blocks.length,
    omitted,
    unsent: Object.keys(unsent).length,
  });
  const note = toCutNote({
    others,
    textBound: isTextCut ? bound : undefined,
    hints: [hints.narrowing],
  });
  const output = { [MCP_CONTENT_KEY]: [toTextBlock(note), ...cut] };
  return { note, candidates: [{ output, notePlace: 'inside' }] };
}

interface OtherCuts {
  readonly kept: number;
  readonly total: number;
  readonly omitted: number;
  readonly unsent: number;
}

function othersOf({ kept, total, omitted, unsent }: OtherCuts): string[] {
  const blocks = `${toNumberText(kept)} of ${toNumberText(total)}`;
  return [
    ...(kept < total ? [`this answer has ${blocks} content blocks`] : []),
    ...(omitted === 1 ? ['a picture or file is left out'] : []),
    ...(omitted > 1
      ? [`${toNumberText(omitted)} pictures or files are left out`]
      : []),
    ...(unsent > 0 ? [`fields beside ${MCP_CONTENT_KEY} are left out`] : []),
  ];
}

function fittingParts(
  parts: readonly ContentPart[],
  bytes: number,
): readonly ContentPart[] {
  let left = bytes;
  const end = parts.findIndex(({ least }) => {
    left -= least;
    return left < 0;
  });
  return end < 0 ? parts : parts.slice(0, end);
}

function textBoundOf(parts: readonly ContentPart[], bytes: number): number {
  const texts = parts.map(({ text }) => text ?? '').filter(isLong);
  const leastOfTexts = texts.reduce(
    (sum, text) => sum + leastSizeOfText(text, middlePieces),
    0,
  );
  const least = parts.reduce((sum, part) => sum + part.least, 0);
  return (
    largestTextBound(texts, {
      bytes: bytes - (least - leastOfTexts),
      cut: middlePieces,
    }) ?? MIN_TEXT_BOUND
  );
}

function toTextBlock(text: string): JsonObject {
  return { type: 'text', text };
}
