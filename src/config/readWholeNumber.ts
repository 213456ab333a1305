import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Reads a whole number that is not below the least. */
export function readWholeNumber(
  config: Config,
  path: string,
  { least, otherwise }: { least: 0 | 1; otherwise: number },
): number {
  if (config.getOptional(path) === '') {
    // Else read as 0, which is no limit.
    throw new InputError(`Invalid config at '${path}': has no value`);
  }
  const value = config.getOptionalNumber(path) ?? otherwise;
  if (!Number.isInteger(value) || value < least) {
    throw new InputError(
      `Invalid config at '${path}': ${value} is not a whole number ${
        least === 0 ? 'of 0 or more' : 'above 0'
      }`,
    );
  }
  return value;
}
