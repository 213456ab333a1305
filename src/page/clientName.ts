import type { ServerDefinition } from '../config/types';

const MAX_LENGTH = 32;

/**
 * The name under which clients keep the server. Claude Code takes letters,
 * digits, `-` and `_`; agents put it in front of the names of tools.
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
