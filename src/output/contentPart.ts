import type { JsonObject, JsonValue } from '@backstage/types';
import { cutMiddle } from './cutMiddle';
import type { JsonSizes } from './JsonSizes';
import { MIN_TEXT_BOUND } from './textBounds';

/** Longer addresses and types are left out of the sentence. */
const MAX_DETAIL_LENGTH = 300;

/** A content block, with the parts that can be cut. */
export interface ContentPart {
  readonly block: JsonObject;
  /** The text of a text block or a text resource. */
  readonly text?: string;
  /** Base64 of a picture, a sound or a resource. */
  readonly file?: string;
  /** Bytes as JSON with a comma, with the text cut as short as possible. */
  readonly least: number;
}

export interface PartSizes {
  readonly sizes: JsonSizes;
  /** For a larger part, `least` is some number above this. */
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

/** Returns the block with its text cut, or the same block if it is short. */
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

/** A text block that replaces a picture or another file that is too large. */
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
