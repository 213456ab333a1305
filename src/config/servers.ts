import { z } from 'zod';
import type { AppConfig } from './appConfig';
import { defaultInstructions } from './defaultInstructions';
import { filter } from './filter';
import type { McpActionsBlock } from './mcpActions';
import type { ServerDefinition } from './types';
import { text, textLike, value } from './values';

const serverKey = textLike(
  'made of lowercase letters, digits and hyphens, with no hyphen in front',
  input => /^[a-z0-9][a-z0-9-]*$/.test(input),
);

/**
 * A blank text means no instructions. For absent ones see defaultInstructions.
 */
export const instructions = value('text', input =>
  typeof input === 'string' ? input.trim() && input : undefined,
).optional();

const server = z.strictObject({
  name: text,
  description: text.optional(),
  instructions,
  filter,
});

/** The named servers, by key. */
export const servers = z.record(serverKey, server).readonly().default({});

/** Reports a key with a path that is already in use. */
export function serverProblems({ servers: named, ...block }: McpActionsBlock) {
  const isTaken = block.default.enabled && block.sse.enabled;
  const message =
    'its path is the HTTP+SSE transport of the default server. Set mcpActions.sse.enabled to false, or choose another key';
  return isTaken && Object.hasOwn(named, 'sse')
    ? [{ path: ['servers', 'sse'], message }]
    : [];
}

/**
 * The default server and the named servers. Each comes twice: complete, and at
 * `<path>/readonly` with its read-only tools only. A named server with the key
 * `readonly` replaces the read-only variant of the default server.
 */
export function serversOf(app: AppConfig): readonly ServerDefinition[] {
  const { default: root, servers: named, ...block } = app.mcpActions;
  const full = [
    {
      name: block.name,
      description: block.description,
      instructions: block.instructions,
      filter: root.filter,
      filterPath: 'mcpActions.default.filter',
      // No named server can have the key `/`.
      key: Object.hasOwn(named, 'default') ? '/' : 'default',
      path: '/v1',
    },
    ...Object.entries(named).map(([key, each]) => ({
      ...each,
      filterPath: `mcpActions.servers.${key}.filter`,
      key,
      path: `/v1/${key}`,
    })),
  ].slice(root.enabled ? 0 : 1);
  const paths = full.map(({ path }) => path);
  return full
    .map(each => ({
      ...each,
      instructions:
        (each.instructions ?? defaultInstructions(app, each.filter)) ||
        undefined,
    }))
    .flatMap(each => [{ ...each, readOnly: false }, toReadOnly(each)])
    .filter(({ path, readOnly }) => !readOnly || !paths.includes(path));
}

/** The read-only variant: the same server with one more filter rule. */
function toReadOnly<T extends Omit<ServerDefinition, 'readOnly'>>(full: T) {
  const { include, exclude } = full.filter;
  return {
    ...full,
    path: `${full.path}/readonly`,
    filter: {
      include,
      exclude: [...exclude, { attributes: { readOnly: false } }],
    },
    readOnly: true,
  };
}
