import type { McpActionsConfig, PortalConfig } from '../config/types';
import { toPlainLine } from '../text/plainText';
import { catalogEntity } from './catalogEntity';
import { connectOptionsOf, type ConnectTarget } from './clients';
import { connectTarget, type ConnectTargetOptions } from './connectTarget';
import { describeSignIn } from './describeSignIn';
import type { PageFacts } from './renderPage';
import { shellWord } from './shellWord';
import { toPageServer } from './toPageServer';

export interface PageFactsOptions extends ConnectTargetOptions {
  config: McpActionsConfig;
  authorizationServers: readonly string[];
}

/**
 * Collects the content of a server's page. Texts from the configuration become
 * one line, without hidden characters.
 */
export function toPageFacts(
  options: PageFactsOptions,
): Omit<PageFacts, 'data' | 'script' | 'style'> {
  const { server, config, baseUrl, ways, authorizationServers } = options;
  const portal = portalName(config.portal);
  const target = connectTarget(options);
  const shown = toPageServer(server, baseUrl);
  return {
    server: shown,
    portal,
    isReadOnly: server.readOnly,
    connect: connectOptionsOf(target),
    signIn: describeSignIn(ways, authorizationServers),
    otherServers: config.servers
      .filter(other => other !== server)
      .map(other => toPageServer(other, baseUrl)),
    inspector: inspectorCommand(target),
    catalogEntity: catalogEntity({
      name: target.name,
      title: shown.name,
      description: shown.description ?? `MCP server of ${portal}`,
      url: target.url,
    }),
    links: config.page.links.map(({ title, url }) => ({
      title: toPlainLine(title),
      url,
    })),
  };
}

function portalName({ title, organization }: PortalConfig): string {
  const name = title ?? (organization && `the portal of ${organization}`);
  return toPlainLine(name ?? 'this Backstage portal');
}

function inspectorCommand({ url }: ConnectTarget): string {
  return `npx @modelcontextprotocol/inspector --transport http --server-url ${shellWord(url)}`;
}
