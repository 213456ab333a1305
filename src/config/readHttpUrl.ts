import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** @throws InputError that names the config path. */
export function readHttpUrl(config: Config, path: string): URL {
  const value = config.getString(path);
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) {
    throw new InputError(
      `Invalid config at '${path}': ${value} is not an http or https URL`,
    );
  }
  return new URL(value);
}
