import { distance } from 'fastest-levenshtein';

/** Names that differ in a larger share of their characters are not similar. */
const MAX_DIFFERENCE = 0.5;
/** Limits the work on names that a client makes up. */
const MAX_COMPARED_LENGTH = 128;
const MAX_NAMES = 3;

/** Returns the names that resemble the given one, closest first. */
export function nearestNames(name: string, names: readonly string[]): string[] {
  const asked = name.slice(0, MAX_COMPARED_LENGTH).toLowerCase();
  return names
    .map(candidate => ({
      candidate,
      difference:
        distance(asked, candidate) / Math.max(asked.length, candidate.length),
    }))
    .filter(({ difference }) => difference <= MAX_DIFFERENCE)
    .sort((a, b) => a.difference - b.difference)
    .slice(0, MAX_NAMES)
    .map(({ candidate }) => candidate);
}
