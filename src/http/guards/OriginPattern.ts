import { braceExpand, Minimatch } from 'minimatch';
import {
  ANY_RUN,
  fitsWildcards,
  type WildcardToken,
} from '../../text/fitsWildcards';

/** The pattern between two slashes. */
interface Part {
  readonly tokens: WildcardToken[];
  /** As in file names, a leading wildcard does not match a dot. */
  readonly takesDotInFront: boolean;
}

/** One choice of a glob: `?(a)` or `@(a|b)`. Repetitions are not supported. */
const CHOICE = /([?@])\(([^()]*)\)/g;
/**
 * A character class that is not an IPv6 address, an escaped character, or any
 * other character.
 */
const UNIT = /\[[^\]:/]+\]|\\.|./gs;
const WILDCARD_IN_FRONT = /^([*?]|\[[!^])/;

/**
 * A glob for origins. Matches like `backend.cors.origin`, but in time bounded
 * by the product of both lengths: in a regular expression, several stars
 * multiply the steps.
 */
export class OriginPattern {
  readonly #alternatives: Part[][];

  static create(pattern: string): OriginPattern {
    return new OriginPattern(pattern);
  }

  private constructor(pattern: string) {
    this.#alternatives = braceExpand(
      pattern
        .toLowerCase()
        .replace(CHOICE, (_, kind: string, choices: string) => {
          const parts = choices.split('|');
          const all = kind === '?' ? ['', ...parts] : parts;
          return all.length > 1 ? `{${all.join(',')}}` : choices;
        }),
    ).map(glob => glob.split('/').map(toPart));
  }

  matches(origin: string): boolean {
    const parts = origin.toLowerCase().split('/');
    return this.#alternatives.some(
      alternative =>
        alternative.length === parts.length &&
        alternative.every((part, index) => isMatch(part, parts[index])),
    );
  }
}

function toPart(glob: string): Part {
  return {
    tokens: (glob.match(UNIT) ?? []).map(toToken),
    takesDotInFront: !WILDCARD_IN_FRONT.test(glob),
  };
}

function toToken(unit: string): WildcardToken {
  if (unit === '*') {
    return ANY_RUN;
  }
  if (unit === '?') {
    return () => true;
  }
  if (unit.startsWith('[') && unit.length > 1) {
    // A single character against one class needs no backtracking.
    const characters = new Minimatch(unit, { dot: true });
    return character => characters.match(character);
  }
  const literal = unit.replace(/^\\/, '');
  return character => character === literal;
}

function isMatch({ tokens, takesDotInFront }: Part, text: string): boolean {
  if (!takesDotInFront && (text === '' || text.startsWith('.'))) {
    return false;
  }
  return fitsWildcards(tokens, text);
}
