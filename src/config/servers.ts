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

/** Blank text is empty, and sends none; absent, see defaultInstructions. */
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

/** What is wrong with a key: its path is taken. */
export function serverProblems({ servers: named, ...block }: McpActionsBlock) {
  const isTaken = block.default.enabled && block.sse.enabled;
  const message =
    'its path is the HTTP+SSE transport of the default server. Set mcpActions.sse.enabled to false, or choose another key';
  return isTaken && Object.hasOwn(named, 'sse')
    ? [{ path: ['servers', 'sse'], message }]
    : [];
}

/**
 * The default server and the named ones. Each comes twice: in full, and at
 * `<path>/readonly` without what is not read-only. A named server with the key
 * `readonly` takes the path of the default one's variant.
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

/** A server like others, whose filter has one rule more. */
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
