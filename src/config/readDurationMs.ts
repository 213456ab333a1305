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
  if (isUnitless(value)) {
    throw new InputError(
      `Invalid config at '${path}': ${value} has no unit. Write ${value}s for seconds, or ${value}ms, ${value}m or ${value}h`,
    );
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

/** Other than 0, which is the same in every unit. */
function isUnitless(value: unknown): boolean {
  return /^[+-]?\d+(\.\d+)?$/.test(String(value)) && Number(value) !== 0;
}
