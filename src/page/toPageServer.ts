import type { ServerDefinition } from '../config/types';
import { resourceUrl } from '../oauth/protectedResource';
import { toPlainLine } from '../text/plainText';
import type { PageServer } from './pageSections';

/** Puts the name and description on one line, without hidden characters. */
export function toPageServer(
  server: ServerDefinition,
  baseUrl: string,
): PageServer {
  const name = toPlainLine(server.name);
  return {
    name: server.readOnly ? `${name}, read-only` : name,
    description: server.description && toPlainLine(server.description),
    url: resourceUrl(baseUrl, server),
  };
}
