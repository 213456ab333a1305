import { type Config, ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';

/**
 * The entries of a map in the configuration. Its keys may be any text, such as
 * action ids, which `config.getConfig` would refuse as part of a path.
 */
export function keyedConfigs(
  config: Config,
  path: string,
): Array<{ key: string; path: string; entry: Config }> {
  const map: unknown = config.getOptional(path) ?? {};
  requireObject(map, path);
  return Object.entries(map).map(([key, value]: [string, unknown]) => {
    const entryPath = `${path}.${key}`;
    requireObject(value, entryPath);
    // The last argument makes errors name the whole path.
    const entry: Config = new ConfigReader(
      value,
      'app-config',
      undefined,
      entryPath,
    );
    return { key, path: entryPath, entry };
  });
}

/** @throws InputError for a key that means nothing, most likely misspelt, or has no value. */
export function requireKnownKeys(
  config: Config,
  path: string,
  known: readonly string[],
): void {
  const empty = config.keys().find(key => !config.has(key));
  if (empty !== undefined) {
    throw new InputError(`Invalid config at '${path}.${empty}': has no value`);
  }
  const unknown = config.keys().find(key => !known.includes(key));
  if (unknown !== undefined) {
    throw new InputError(
      `Invalid config at '${path}.${unknown}': the keys here are ${known.join(
        ', ',
      )}`,
    );
  }
}

function requireObject(
  value: unknown,
  path: string,
): asserts value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`Invalid config at '${path}': must be an object`);
  }
}
