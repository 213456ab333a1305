import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

/** Timers take no more than 2³¹-1 ms, and end at once with more. */
const MAX_MS = 24 * 24 * 60 * 60 * 1000;

/** Reads a duration such as `30s` or `{ seconds: 30 }`; 0 stands for none. */
export function readDurationMs(
  config: Config,
  path: string,
  defaultMs: number,
): number {
  const value = config.getOptional(path);
  if (value === undefined) {
    return defaultMs;
  }
  const ms =
    value === 0 || value === '0'
      ? 0
      : durationToMilliseconds(readDurationFromConfig(config, { key: path }));
  if (ms < 0 || ms > MAX_MS) {
    throw new InputError(
      `Invalid config at '${path}': the duration is not between 0 and 24 days`,
    );
  }
  return ms;
}
