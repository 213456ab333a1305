import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Reads one of some words; the first is the default. */
export function readOneOf<T extends string>(
  config: Config,
  path: string,
  words: readonly [T, ...T[]],
): T {
  const given = config.getOptionalString(path) ?? words[0];
  const word = words.find(known => known === given);
  if (word === undefined) {
    throw new InputError(
      `Invalid config at '${path}': ${given} is none of ${words.join(', ')}`,
    );
  }
  return word;
}
