import type {
  McpActionsConfig,
  ServerDefinition,
  SignInWay,
} from '../config/types';
import {
  authorizationServersOf,
  resourceMetadataUrl,
  resourceUrl,
} from '../oauth/protectedResource';
import { connectOptionsOf, type ConnectOption } from '../page/clients';
import { connectTarget } from '../page/connectTarget';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import type { ToolAttributes } from '../tools/types';
import type { Catalogs } from './Catalogs';
import { fullServers } from './fullServers';

/** What an operator needs to know about one server. */
export interface ServerReport {
  key: string;
  name: string;
  url: string;
  /** Absent when a server named `readonly` has the path. */
  readOnlyUrl?: string;
  /** Absent when HTTP+SSE is off. */
  sseUrl?: string;
  /** Absent when OAuth is off. */
  resourceMetadataUrl?: string;
  /** How to connect clients. */
  connect: {
    /** The page that a browser gets at `url`. Absent when the page is off. */
    page?: string;
    clients: ConnectOption[];
  };
  /** Names of its tools. */
  tools: string[];
}

export interface ToolReport {
  /**
   * From the first server that has the tool. Names are unique within a server.
   */
  name: string;
  title: string;
  actionId: string;
  pluginId: string;
  attributes: ToolAttributes;
  /** How the tool differs from what the author wrote. */
  changes: string[];
}

/** A plugin in `backend.actions.pluginSources`. */
export interface SourceReport {
  pluginId: string;
  /**
   * Zero when it does not respond, refuses the caller or registers no actions.
   */
  actions: number;
}

/** The state of the plugin as one principal sees it. */
export interface Report {
  servers: ServerReport[];
  tools: ToolReport[];
  omitted: Array<{ actionId: string; reason: string }>;
  sources: SourceReport[];
  /** Installed plugins that register actions but are not sources. */
  missingSources: string[];
  oauth: {
    enabled: boolean;
    /**
     * The available ways to sign in. Absent when the auth backend does not
     * report them.
     */
    ways?: readonly SignInWay[];
    authorizationServers?: readonly string[];
    scopesSupported?: readonly string[];
  };
  /** When the sources were asked (ISO 8601). */
  listedAt: string;
}

export interface CreateReportOptions {
  config: McpActionsConfig;
  catalogs: Catalogs;
  missingSources: string[];
  /** External base URL of this plugin. */
  baseUrl: string;
  /** External base URL of the auth backend. */
  authBaseUrl: string;
  /** The available ways. Absent when the auth backend does not report them. */
  signInWays?: readonly SignInWay[];
}

export function createReport(options: CreateReportOptions): Report {
  const { config, catalogs, authBaseUrl } = options;
  const catalog = catalogs.everything;
  return {
    servers: fullServers(config).map(server => toServerReport(server, options)),
    tools: toToolReports(catalogs),
    omitted: [...catalog.omitted],
    sources: toSourceReports(config, catalog),
    missingSources: options.missingSources,
    oauth: config.oauth.enabled
      ? {
          enabled: true,
          ...(options.signInWays && { ways: options.signInWays }),
          authorizationServers: authorizationServersOf(
            config.oauth,
            authBaseUrl,
          ),
          scopesSupported: config.oauth.scopesSupported,
        }
      : { enabled: false },
    listedAt: catalog.listedAt.toISOString(),
  };
}

function toServerReport(
  server: ServerDefinition,
  { config, catalogs, baseUrl, signInWays }: CreateReportOptions,
): ServerReport {
  const url = resourceUrl(baseUrl, server);
  const hasVariant = config.servers.some(
    ({ key, readOnly }) => readOnly && key === server.key,
  );
  return {
    key: server.key,
    name: server.name,
    url,
    ...(hasVariant && { readOnlyUrl: `${url}/readonly` }),
    ...(config.sse.enabled && { sseUrl: `${url}/sse` }),
    ...(config.oauth.enabled && {
      resourceMetadataUrl: resourceMetadataUrl(url),
    }),
    connect: {
      ...(config.page.enabled && { page: url }),
      clients: connectOptionsOf(
        connectTarget({ server, config, baseUrl, ways: signInWays }),
      ),
    },
    tools: catalogs
      .of(server)
      .tools.filter(tool => catalogs.permits(tool, server))
      .map(({ name }) => name),
  };
}

function toToolReports(catalogs: Catalogs): ToolReport[] {
  return catalogs.everything.tools.flatMap(({ actionId }) => {
    const entry = catalogs.entryOf(actionId);
    if (!entry) {
      return [];
    }
    const { name, title, pluginId, attributes } = entry.tool;
    const changes = [...entry.changes];
    return { name, title, actionId, pluginId, attributes, changes };
  });
}

function toSourceReports(
  config: McpActionsConfig,
  catalog: ToolCatalog,
): SourceReport[] {
  const { actionIds } = catalog;
  return config.pluginSources.map(pluginId => ({
    pluginId,
    actions: actionIds.filter(id => id.startsWith(`${pluginId}:`)).length,
  }));
}
