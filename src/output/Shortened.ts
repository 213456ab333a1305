import type { JsonValue } from '@backstage/types';
import type { Hints } from './hintsOf';

export interface ShortenOptions {
  /** Bytes that the answer may take as JSON, its note included. */
  readonly maxBytes: number;
  readonly hints: Hints;
}

/** An answer that is cut, with its note in the answer or still to be sent beside it. */
export interface Candidate {
  readonly output: JsonValue;
  readonly notePlace: 'inside' | 'beside';
}

/** A cut answer in each way that its note can be sent, best first. */
export interface Shortened {
  readonly note: string;
  readonly candidates: readonly Candidate[];
}
