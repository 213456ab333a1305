import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { describeMisfit } from './describeMisfit';

/**
 * Parses the configuration, or the part at a path.
 *
 * @throws InputError with a line for each problem: its path, the value there,
 * the expected value, and the file if it is known.
 */
export function parseConfig<T extends z.ZodType>(
  config: Config,
  schema: T,
  path?: string,
): z.output<T> {
  const result = schema.safeParse(config.getOptional(path), { error: explain });
  if (result.success) {
    return result.data;
  }
  const lines = result.error.issues.flatMap(toProblems).map(problem => {
    const at = toPath([...(path?.split('.') ?? []), ...problem.path]);
    return `Invalid config at '${at}': ${problem.message}${sourceOf(config, at)}`;
  });
  throw new InputError(lines.join('\n'));
}

/** Messages for schemas without their own. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.inst instanceof z.ZodObject
        ? `the keys here are ${Object.keys(issue.inst.shape).join(', ')}`
        : undefined;
    case 'invalid_key':
      return `the key ${issue.issues[0].message}`;
    case 'invalid_type':
      return describeMisfit(
        issue.input,
        issue.expected === 'array' ? 'a list' : 'an object',
      );
    default:
      return undefined;
  }
}

/** Reports each unknown key at its own path. */
function toProblems(issue: z.core.$ZodIssue) {
  const { path, message } = issue;
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => ({ path: [...path, key], message }))
    : [{ path, message }];
}

/** For example `mcpActions.servers.2fa.filter.include[1]`. */
function toPath(keys: readonly PropertyKey[]): string {
  return keys
    .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .slice(1);
}

/**
 * Finds the file that a value, or the list around it, comes from. Only errors
 * of `@backstage/config` contain it. Returns an empty text for a missing value,
 * and for a path that it cannot look up.
 */
function sourceOf(config: Config, path: string): string {
  const [outsideLists] = path.split('[');
  // Each value fails in at least one of these.
  for (const getter of [
    'getOptionalString',
    'getOptionalStringArray',
  ] as const) {
    try {
      config[getter](outsideLists);
    } catch (error) {
      const [, source] = /' in '(.+)', got /.exec(String(error)) ?? [];
      return source ? ` (in ${source})` : '';
    }
  }
  return '';
}
