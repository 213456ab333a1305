import { braceExpand, Minimatch } from 'minimatch';
import {
  ANY_RUN,
  fitsWildcards,
  type WildcardToken,
} from '../../text/fitsWildcards';

/** What stands between two slashes. */
interface Part {
  readonly tokens: WildcardToken[];
  /** As in file names, no wildcard in front takes a dot. */
  readonly takesDotInFront: boolean;
}

/** One choice of a glob: `?(a)` and `@(a|b)`. Repetitions are not known here. */
const CHOICE = /([?@])\(([^()]*)\)/g;
/** A class of characters, unless it is an IPv6 address; an escaped one; any other one. */
const UNIT = /\[[^\]:/]+\]|\\.|./gs;
const WILDCARD_IN_FRONT = /^([*?]|\[[!^])/;

/**
 * A glob on origins, matched as `backend.cors.origin` is, yet in a time that
 * grows with the lengths alone: several stars in a regular expression multiply.
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
    // One character against one class: nothing to go back to.
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
