import type { JsonObject, JsonValue } from '@backstage/types';
import { cutMiddle } from './cutMiddle';
import type { JsonSizes } from './JsonSizes';
import { MIN_TEXT_BOUND } from './textBounds';

/** A longer address or type is left out of a sentence. */
const MAX_DETAIL_LENGTH = 300;

/** A content block, and what of it can be cut. */
export interface ContentPart {
  readonly block: JsonObject;
  /** Of a text, or of a resource that is text. */
  readonly text?: string;
  /** Base64 of a picture, a sound or a resource. */
  readonly file?: string;
  /** Bytes as JSON with a comma, its text cut as short as it may be. */
  readonly least: number;
}

export interface PartSizes {
  readonly sizes: JsonSizes;
  /** Of a larger part, `least` is some number above it. */
  readonly limit: number;
}

export function toContentPart(
  block: JsonObject,
  { sizes, limit }: PartSizes,
): ContentPart {
  const resource = resourceOf(block);
  const text = textIn(block.text) ?? textIn(resource?.text);
  const file = textIn(block.data) ?? textIn(resource?.blob);
  const shortest = toCutBlock({ block, text }, MIN_TEXT_BOUND);
  return { block, text, file, least: sizes.sizeOf(shortest, { limit }) + 1 };
}

/** The block with its text cut; the same block when it is short. */
export function toCutBlock(
  { block, text }: Pick<ContentPart, 'block' | 'text'>,
  bound: number,
): JsonObject {
  if (text === undefined || text.length <= bound) {
    return block;
  }
  const cut = cutMiddle(text, bound);
  return typeof block.text === 'string'
    ? { ...block, text: cut }
    : { ...block, resource: { ...resourceOf(block), text: cut } };
}

/** A block of text in place of a picture or another file that is too large. */
export function toSentence({ block, file = '' }: ContentPart): JsonObject {
  const resource = resourceOf(block);
  const kind =
    { image: 'A picture', audio: 'A sound' }[`${block.type}`] ?? 'A file';
  const details = [
    textIn(resource?.uri),
    textIn(block.mimeType) ?? textIn(resource?.mimeType),
    toSizeText(Math.floor((file.length * 3) / 4)),
  ].filter(detail => detail && detail.length <= MAX_DETAIL_LENGTH);
  return {
    type: 'text',
    text: `${kind} is left out here: it is too large (${details.join(', ')})`,
  };
}

function toSizeText(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1_000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function resourceOf({ resource }: JsonObject): JsonObject | undefined {
  return typeof resource === 'object' &&
    resource !== null &&
    !Array.isArray(resource)
    ? resource
    : undefined;
}

function textIn(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
