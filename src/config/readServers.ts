import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { defaultInstructions } from './defaultInstructions';
import { keyedConfigs, requireKnownKeys } from './keyedConfigs';
import { readSse } from './readSse';
import { readToolFilter } from './readToolRules';
import type { ServerDefinition } from './types';

const KEY_PATTERN = /^[a-z0-9][a-z0-9-]*$/;

type NamedEntry = ReturnType<typeof keyedConfigs>[number];

/**
 * Reads the default server and the named ones. Each comes twice: in full, and
 * at `<path>/readonly` without what is not read-only. A named server with the
 * key `readonly` takes the path of the default one's variant.
 */
export function readServers(config: Config): ServerDefinition[] {
  const isDefaultEnabled =
    config.getOptionalBoolean('mcpActions.default.enabled') ?? true;
  const entries = keyedConfigs(config, 'mcpActions.servers');
  const isSseTaken = isDefaultEnabled && readSse(config).enabled;
  entries.forEach(entry => requireUsableKey(entry, isSseTaken));
  const full = [
    ...(isDefaultEnabled ? [readDefaultServer(config, entries)] : []),
    ...entries.map(entry => readNamedServer(config, entry)),
  ];
  const fullPaths = full.map(({ path }) => path);
  return full
    .flatMap(server => [server, toReadOnly(server)])
    .filter(({ path, readOnly }) => !readOnly || !fullPaths.includes(path));
}

function readDefaultServer(
  config: Config,
  named: NamedEntry[],
): ServerDefinition {
  const block = config.getOptionalConfig('mcpActions.default');
  if (block) {
    requireKnownKeys(block, 'mcpActions.default', ['enabled', 'filter']);
  }
  const filterPath = 'mcpActions.default.filter';
  const filter = readToolFilter(
    config.getOptionalConfig(filterPath),
    filterPath,
  );
  return {
    // No named server can have the key `/`.
    key: named.some(({ key }) => key === 'default') ? '/' : 'default',
    path: '/v1',
    name: config.getOptionalString('mcpActions.name') ?? 'backstage',
    description: config.getOptionalString('mcpActions.description'),
    instructions: readInstructions(config, 'mcpActions.instructions', () =>
      defaultInstructions(config, filter),
    ),
    filter,
    filterPath,
    readOnly: false,
  };
}

function requireUsableKey(
  { key, path }: NamedEntry,
  isSseTaken: boolean,
): void {
  if (!KEY_PATTERN.test(key)) {
    throw new InputError(
      `Invalid config at '${path}': a server's key is made of lowercase letters, digits and hyphens, and starts with no hyphen`,
    );
  }
  if (key === 'sse' && isSseTaken) {
    throw new InputError(
      `Invalid config at '${path}': its path is the HTTP+SSE transport of the default server. Set mcpActions.sse.enabled to false, or choose another key`,
    );
  }
}

function readNamedServer(
  config: Config,
  { key, path, entry }: NamedEntry,
): ServerDefinition {
  requireKnownKeys(entry, path, [
    'name',
    'description',
    'instructions',
    'filter',
  ]);
  const filterPath = `${path}.filter`;
  const filter = readToolFilter(entry.getOptionalConfig('filter'), filterPath);
  return {
    key,
    path: `/v1/${key}`,
    name: entry.getString('name'),
    description: entry.getOptionalString('description'),
    instructions: readInstructions(entry, 'instructions', () =>
      defaultInstructions(config, filter),
    ),
    filter,
    filterPath,
    readOnly: false,
  };
}

/** A blank text switches them off; getOptionalString refuses an empty one. */
function readInstructions(
  config: Config,
  path: string,
  getDefault: () => string | undefined,
): string | undefined {
  const value: unknown = config.getOptional(path);
  return typeof value === 'string' && value.trim() === ''
    ? undefined
    : (config.getOptionalString(path) ?? getDefault());
}

/** A server like others, whose filter has one rule more. */
function toReadOnly(server: ServerDefinition): ServerDefinition {
  const { include, exclude } = server.filter;
  return {
    ...server,
    path: `${server.path}/readonly`,
    filter: {
      include,
      exclude: [...exclude, { attributes: { readOnly: false } }],
    },
    readOnly: true,
  };
}
