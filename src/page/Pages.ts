import { gzipSync } from 'node:zlib';
import type { DiscoveryService } from '@backstage/backend-plugin-api';
import type {
  McpActionsConfig,
  ServerDefinition,
  SignInWay,
} from '../config/types';
import {
  authorizationServersOf,
  resourceUrl,
} from '../oauth/protectedResource';
import { clientDocument } from './clientDocument';
import { contentSecurityPolicy } from './contentSecurityPolicy';
import { pageClient } from './pageClient';
import { type PageFiles, readPageFiles } from './pageFiles';
import { renderNotice, type NoticeOptions } from './renderNotice';
import { renderPage } from './renderPage';
import { toPageFacts } from './toPageFacts';
import { toPageServer } from './toPageServer';

export interface PagesOptions {
  config: McpActionsConfig;
  discovery: DiscoveryService;
  signInWays: { latest(): Promise<readonly SignInWay[] | undefined> };
  /** Whether the backend runs with `NODE_ENV=development`. */
  isDevelopment: boolean;
}

export interface Page {
  readonly html: string;
  /** The HTML as gzip. The platform would compress it for each visitor. */
  readonly gzip?: Buffer;
  readonly contentSecurityPolicy: string;
}

interface Addresses {
  readonly baseUrl: string;
  readonly authUrl: string;
}

/**
 * The page of each server. Rendered once, and again when an address or a way to
 * sign in changes. Contains only the configuration and discovery data: nothing
 * from the request, no tools and no users.
 */
export class Pages {
  readonly #options: PagesOptions;
  readonly #files: PageFiles = readPageFiles();
  readonly #rendered = new Map<string, { key: string; page: Page }>();

  static create(options: PagesOptions): Pages {
    return new Pages(options);
  }

  private constructor(options: PagesOptions) {
    this.#options = options;
  }

  async page(server: ServerDefinition): Promise<Page> {
    const addresses = await this.#addresses();
    const ways = await this.#options.signInWays.latest();
    const key = JSON.stringify([addresses, ways]);
    const last = this.#rendered.get(server.path);
    if (last?.key === key) {
      return last.page;
    }
    const page = this.#render(server, addresses, ways);
    this.#rendered.set(server.path, { key, page });
    return page;
  }

  /** For a path without a server. */
  async noServer(): Promise<Page> {
    const { baseUrl } = await this.#addresses();
    const { servers } = this.#options.config;
    return this.#notice({
      title: 'There is no MCP server at this address',
      advice: 'Compare the address with the one that you were given.',
      servers: servers.map(server => toPageServer(server, baseUrl)),
    });
  }

  /** Replaces a page that cannot be rendered. */
  unavailable(): Page {
    return this.#notice({
      title: 'This page is not available at the moment',
      advice:
        'Reload it in a minute. If that does not help, tell your platform team.',
      servers: [],
    });
  }

  /** The page as an OAuth client. */
  async clientDocument(): Promise<object> {
    const { baseUrl } = await this.#addresses();
    return clientDocument({ ...this.#options.config, baseUrl });
  }

  #notice(notice: Omit<NoticeOptions, 'style'>): Page {
    return {
      html: renderNotice({ ...notice, style: this.#files.style }),
      contentSecurityPolicy: contentSecurityPolicy({
        ...this.#files,
        connect: [],
      }),
    };
  }

  #render(
    server: ServerDefinition,
    { baseUrl, authUrl }: Addresses,
    ways: readonly SignInWay[] | undefined,
  ): Page {
    const { config, isDevelopment } = this.#options;
    const url = resourceUrl(baseUrl, server);
    const clientId = pageClient({
      ...config,
      pageUrl: url,
      baseUrl,
      ways: ways ?? [],
      isDevelopment,
    });
    const signIn = clientId
      ? { clientId, authUrl, infoUrl: `${baseUrl}/v1/info` }
      : undefined;
    const facts = toPageFacts({
      server,
      config,
      baseUrl,
      ways,
      authorizationServers: authorizationServersOf(config.oauth, authUrl),
    });
    const html = renderPage({
      ...facts,
      ...this.#files,
      data: { url, signIn },
    });
    return {
      html,
      gzip: gzipSync(html),
      contentSecurityPolicy: contentSecurityPolicy({
        ...this.#files,
        connect: signIn
          ? [
              url,
              signIn.infoUrl,
              `${authUrl}/.well-known/openid-configuration`,
              `${authUrl}/v1/token`,
            ]
          : [],
      }),
    };
  }

  async #addresses(): Promise<Addresses> {
    const { discovery } = this.#options;
    const [baseUrl, authUrl] = await Promise.all([
      discovery.getExternalBaseUrl('mcp-actions'),
      discovery.getExternalBaseUrl('auth'),
    ]);
    return { baseUrl, authUrl };
  }
}
