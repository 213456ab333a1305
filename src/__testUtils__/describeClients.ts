import type { Era } from './connect';
import { describeEras, type EraSuite } from './describeEras';

/** The newest revision, the client that is used most, and the deprecated transport. */
const CLIENTS: Era[] = [
  { era: '2026-07-28', sdk: 'v2' },
  { era: '2025-11-25', sdk: 'v1' },
  { era: 'http+sse', sdk: 'v2' },
];

/**
 * Runs one suite for three clients that differ in SDK, revision and transport. What
 * every client of every era can rely on is in `eras.test.ts`.
 */
export function describeClients(suite: (client: EraSuite) => void): void {
  describeEras(suite, CLIENTS);
}
