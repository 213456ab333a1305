import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { defaultInstructions } from './defaultInstructions';
import { keyedConfigs, requireKnownKeys } from './keyedConfigs';
import { readToolFilter } from './readToolRules';
import type { ServerDefinition } from './types';

const KEY_PATTERN = /^[a-z0-9][a-z0-9-]*$/;
/** Paths below a server that are not servers, and the key of the default one. */
const RESERVED_KEYS = ['default', 'info', 'readonly', 'sse'];

/**
 * Reads the default server and the named ones. Each comes twice: in full, and
 * at `<path>/readonly` without what is not read-only.
 */
export function readServers(config: Config): ServerDefinition[] {
  const isDefaultEnabled =
    config.getOptionalBoolean('mcpActions.default.enabled') ?? true;
  const servers = [
    ...(isDefaultEnabled ? [readDefaultServer(config)] : []),
    ...keyedConfigs(config, 'mcpActions.servers').map(keyed =>
      readNamedServer(config, keyed),
    ),
  ];
  return servers.flatMap(server => [server, toReadOnly(server)]);
}

function readDefaultServer(config: Config): ServerDefinition {
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
    key: 'default',
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

function readNamedServer(
  config: Config,
  { key, path, entry }: ReturnType<typeof keyedConfigs>[number],
): ServerDefinition {
  if (!KEY_PATTERN.test(key)) {
    throw new InputError(
      `Invalid config at '${path}': a server's key is made of lowercase letters, digits and hyphens, and starts with no hyphen`,
    );
  }
  if (RESERVED_KEYS.includes(key)) {
    throw new InputError(
      `Invalid config at '${path}': the key ${key} is reserved, choose another one`,
    );
  }
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

function toReadOnly(server: ServerDefinition): ServerDefinition {
  return { ...server, path: `${server.path}/readonly`, readOnly: true };
}
