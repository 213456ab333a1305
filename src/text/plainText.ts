import { wellFormed } from './wellFormed';

/**
 * Text that models read but people do not see: controls other than newline and
 * tab, characters that reorder text, and Unicode tags (UTR #36, UTS #39).
 */
const HIDDEN = /[^\P{Cc}\n\t]|\p{Bidi_Control}|[\u{E0000}-\u{E007F}]/gu;
const LINE_BREAK = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;

/** The text without hidden characters, in well-formed Unicode. */
export function toVisibleText(text: string): string {
  return wellFormed(text).replace(LINE_BREAK, '\n').replace(HIDDEN, '');
}

/**
 * Removes hidden characters, surrounding space and the indentation that all
 * lines share. The first line may have none, when it begins right after a
 * quotation mark (PEP 257).
 */
export function toPlainText(text: string): string {
  const lines = toVisibleText(text).split('\n');
  const [first] = lines;
  const indents = (isBlank(first) ? lines : lines.slice(1))
    .filter(line => !isBlank(line))
    .map(line => line.search(/\S/));
  // Math.min(...indents) fails on too many arguments.
  const indent = indents.reduce((min, next) => Math.min(min, next), Infinity);
  return lines
    .map((line, index) => {
      if (isBlank(line)) {
        return '';
      }
      return index === 0 ? line : line.slice(indent);
    })
    .join('\n')
    .trim();
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** The visible text, on one line. */
export function toPlainLine(text: string): string {
  return toVisibleText(text).replace(/\s+/g, ' ').trim();
}
