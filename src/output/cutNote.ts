import { jsonSizeOfText } from './jsonSize';
import type { ListCut } from './ListCutter';

/** The maximum bytes of a note as JSON. */
export const MAX_NOTE_SIZE = 600;

const NUMBERS = new Intl.NumberFormat('en-US');

/** What was cut in an output. */
export interface CutNoteOptions {
  readonly lists?: readonly ListCut[];
  /** Set when texts were cut: the maximum length of a text now. */
  readonly textBound?: number;
  /** Other cuts, as text. */
  readonly others?: readonly string[];
  /** Sentences on what the model can do about it. */
  readonly hints: readonly string[];
}

/** Formats a number for notes: 1,204. */
export function toNumberText(value: number): string {
  return NUMBERS.format(value);
}

/** Tells a model what is missing, largest loss first, and what to do. */
export function toCutNote(options: CutNoteOptions): string {
  const lists = [...(options.lists ?? [])].sort(
    (a, b) => b.total - b.kept - (a.total - a.kept),
  );
  // Names fewer lists until the note is short enough, since paths may be long.
  let named = Math.min(lists.length, 5);
  while (named > 0 && isTooLong(noteOf(lists, named, options))) {
    named -= 1;
  }
  return noteOf(lists, named, options);
}

function isTooLong(note: string): boolean {
  return jsonSizeOfText(note) > MAX_NOTE_SIZE;
}

function noteOf(
  lists: readonly ListCut[],
  named: number,
  { textBound, others = [], hints }: CutNoteOptions,
): string {
  const parts = [
    ...lists.slice(0, named).map(toListText),
    toRestText(lists.length - named, named),
    ...others,
    textBound === undefined
      ? ''
      : `texts over ${toNumberText(textBound)} characters are shortened`,
  ];
  return [parts.filter(part => part).join('; '), ...hints]
    .filter(sentence => sentence)
    .join('. ');
}

function toRestText(rest: number, named: number): string {
  const more = named > 0 ? ' more' : '';
  switch (rest) {
    case 0:
      return '';
    case 1:
      return `1${more} list is cut`;
    default:
      return `${toNumberText(rest)}${more} lists are cut`;
  }
}

function toListText({ path, kept, total, unit }: ListCut): string {
  const numbers = `has ${toNumberText(kept)} of ${toNumberText(total)}`;
  const where = path.length > 0 ? toPointer(path) : 'this answer';
  return unit === 'keys' ? `${where} ${numbers} keys` : `${where} ${numbers}`;
}

/** JSON Pointer (RFC 6901 §3). */
function toPointer(path: readonly string[]): string {
  return path
    .map(key => `/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');
}
