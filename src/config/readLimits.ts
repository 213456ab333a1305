import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import bytes from 'bytes';
import { requireKnownKeys } from './keyedConfigs';
import { readOneOf } from './readOneOf';
import { readWholeNumber } from './readWholeNumber';
import type { LimitsConfig } from './types';

/** What `bytes` does not know, it reads as bytes: 10m as 10. */
const SIZE = /^\d+(\.\d+)? *([kmg]?b)?$/i;
const PATH = 'mcpActions.limits';
/** Ten times what the Actions Registry takes as the input of one action. */
const DEFAULT_MAX_BODY_BYTES = 1024 * 1024;
/** Several agents of one user at work; a loop that ran wild is stopped. */
const DEFAULT_CALLS_IN_FLIGHT = 50;
const DEFAULT_CALLS_PER_MINUTE = 1_000;
const DEFAULT_DESTRUCTIVE_CALLS_PER_MINUTE = 100;

/** Reads `mcpActions.limits`. */
export function readLimits(config: Config): LimitsConfig {
  const block = config.getOptionalConfig(PATH);
  if (block) {
    requireKnownKeys(block, PATH, [
      'bodySize',
      'callsInFlight',
      'callsPerMinute',
      'destructiveCallsPerMinute',
      'store',
    ]);
  }
  const readCount = (key: string, otherwise: number) =>
    readWholeNumber(config, `${PATH}.${key}`, { least: 0, otherwise });
  return {
    maxBodyBytes: readBodySize(config),
    callsInFlight: readCount('callsInFlight', DEFAULT_CALLS_IN_FLIGHT),
    callsPerMinute: readCount('callsPerMinute', DEFAULT_CALLS_PER_MINUTE),
    destructiveCallsPerMinute: readCount(
      'destructiveCallsPerMinute',
      DEFAULT_DESTRUCTIVE_CALLS_PER_MINUTE,
    ),
    store: readOneOf(config, `${PATH}.store`, ['memory', 'cache']),
  };
}

function readBodySize(config: Config): number {
  const path = `${PATH}.bodySize`;
  const value =
    config.getOptional<number | string>(path) ?? DEFAULT_MAX_BODY_BYTES;
  const size =
    typeof value === 'string' && !SIZE.test(value) ? null : bytes.parse(value);
  if (size === null || !Number.isInteger(size) || size < 1) {
    throw new InputError(
      `Invalid config at '${path}': ${value} is not a size, such as 1mb or a number of bytes`,
    );
  }
  return size;
}
