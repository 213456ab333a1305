import type { JsonValue } from '@backstage/types';
import type { Hints } from './hintsOf';

export interface ShortenOptions {
  /** Bytes that the output may take as JSON, including its note. */
  readonly maxBytes: number;
  readonly hints: Hints;
}

/** A cut output, with its note inside or still to be sent beside it. */
export interface Candidate {
  readonly output: JsonValue;
  readonly notePlace: 'inside' | 'beside';
}

/** A cut output with each possible place of its note, best first. */
export interface Shortened {
  readonly note: string;
  readonly candidates: readonly Candidate[];
}
