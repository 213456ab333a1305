import type { ServerDefinition } from '../config/types';

const MAX_LENGTH = 32;

/**
 * Returns the name of the server in clients. Claude Code accepts letters,
 * digits, `-` and `_`. Agents put the name before the names of tools.
 */
export function clientName(
  server: ServerDefinition,
  servers: readonly ServerDefinition[],
): string {
  const suffix = server.readOnly ? '-readonly' : '';
  const slug = slugOf(server.name);
  const isTaken = servers.some(
    ({ key, name }) => key !== server.key && slugOf(name) === slug,
  );
  const fallback = slugOf(`backstage-${server.key}`);
  return `${slug && !isTaken ? slug : fallback}${suffix}`;
}

function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-|-$/g, '');
}
