import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type {
  FilterRule,
  ShownAttributes,
  ToolAttributes,
  ToolFilter,
  ToolOverride,
  ToolOverrides,
} from '../tools/types';
import { keyedConfigs, requireKnownKeys } from './keyedConfigs';
import type { ToolNamesConfig } from './types';

const ATTRIBUTES = ['destructive', 'readOnly', 'idempotent'] as const;

/** What model providers take; dots are for those who chose them. */
const NAME_PATTERNS = {
  snake_case: /^[a-zA-Z0-9_-]{1,64}$/,
  dotted: /^[a-zA-Z0-9_.-]{1,64}$/,
};

/** Lets everything in. */
const OPEN_FILTER: ToolFilter = { include: [], exclude: [] };

/** Reads a `filter` block: rules to include, rules to exclude. */
export function readToolFilter(
  config: Config | undefined,
  path: string,
): ToolFilter {
  if (!config) {
    return OPEN_FILTER;
  }
  requireKnownKeys(config, path, ['include', 'exclude']);
  const readRules = (name: 'include' | 'exclude') =>
    (config.getOptionalConfigArray(name) ?? []).map((rule, index) =>
      readRule(rule, `${path}.${name}[${index}]`),
    );
  return { include: readRules('include'), exclude: readRules('exclude') };
}

/** Reads `mcpActions.overrides`, by action id. */
export function readToolOverrides(
  config: Config,
  { style }: Pick<ToolNamesConfig, 'style'>,
): ToolOverrides {
  const taken = new Map<string, string>();
  const overrides = keyedConfigs(config, 'mcpActions.overrides');
  return Object.fromEntries(
    overrides.map(({ key, path, entry }) => {
      if (!key.includes(':')) {
        throw new InputError(
          `Invalid config at '${path}': the key must be an action id, such as catalog:get-catalog-entity`,
        );
      }
      const override = readOverride(entry, path);
      if (override.name !== undefined) {
        requireName(override.name, { path: `${path}.name`, style, taken });
      }
      return [key, override];
    }),
  );
}

interface RequireNameOptions extends Pick<ToolNamesConfig, 'style'> {
  path: string;
  /** The path at which each name was read. */
  taken: Map<string, string>;
}

function requireName(
  name: string,
  { path, style, taken }: RequireNameOptions,
): void {
  if (!NAME_PATTERNS[style].test(name)) {
    const dots = style === 'dotted' ? 'dots, ' : '';
    throw new InputError(
      `Invalid config at '${path}': a tool's name has 1 to 64 letters, digits, ${dots}underscores and hyphens`,
    );
  }
  const other = taken.get(name);
  if (other) {
    throw new InputError(
      `Invalid config at '${path}': ${name} is the name at ${other}, too. Choose another one`,
    );
  }
  taken.set(name, path);
}

function readRule(config: Config, path: string): FilterRule {
  requireKnownKeys(config, path, ['id', 'attributes']);
  return withoutUndefined({
    id: readGlob(config, `${path}.id`),
    attributes: readAttributes(config.getOptionalConfig('attributes'), path),
  });
}

/**
 * What other globs have beyond `*`, `?`, `[abc]` and `{a,b}`. Here it would stand
 * for itself, and a rule that excludes would exclude nothing.
 */
const UNSUPPORTED_GLOB = /^[!#]|[@!+*?]\(|\\|\[\[/;

function readGlob(config: Config, path: string): string | undefined {
  const glob = config.getOptionalString('id');
  if (glob !== undefined && UNSUPPORTED_GLOB.test(glob)) {
    throw new InputError(
      `Invalid config at '${path}': '${glob}' has more than the globs *, ?, [abc] and {a,b}`,
    );
  }
  return glob;
}

function readOverride(config: Config, path: string): ToolOverride {
  requireKnownKeys(config, path, [
    'name',
    'title',
    'description',
    'hidden',
    'attributes',
  ]);
  return withoutUndefined({
    name: config.getOptionalString('name'),
    title: config.getOptionalString('title'),
    description: config.getOptionalString('description'),
    hidden: config.getOptionalBoolean('hidden'),
    attributes: readShownAttributes(
      config.getOptionalConfig('attributes'),
      path,
    ),
  });
}

function readShownAttributes(
  config: Config | undefined,
  parentPath: string,
): Partial<ShownAttributes> | undefined {
  return (
    config &&
    withoutUndefined({
      ...readAttributes(config, parentPath, [...ATTRIBUTES, 'openWorld']),
      openWorld: config.getOptionalBoolean('openWorld'),
    })
  );
}

function readAttributes(
  config: Config | undefined,
  parentPath: string,
  keys: readonly string[] = ATTRIBUTES,
): Partial<ToolAttributes> | undefined {
  if (!config) {
    return undefined;
  }
  requireKnownKeys(config, `${parentPath}.attributes`, keys);
  return withoutUndefined({
    destructive: config.getOptionalBoolean('destructive'),
    readOnly: config.getOptionalBoolean('readOnly'),
    idempotent: config.getOptionalBoolean('idempotent'),
  });
}

/** Absent keys stay absent, so that spreading the result changes nothing else. */
function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as T;
}
