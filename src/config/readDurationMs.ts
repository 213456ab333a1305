import { type Config, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';

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
  return value === 0
    ? 0
    : durationToMilliseconds(readDurationFromConfig(config, { key: path }));
}
