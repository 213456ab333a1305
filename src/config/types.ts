import type { ToolFilter, ToolOverrides } from '../tools/types';

/** One MCP server, at one path. */
export interface ServerDefinition {
  /** Names the server in logs, metrics and audit events. */
  readonly key: string;
  /** Path below the plugin, for example `/v1/catalog`. */
  readonly path: string;
  /** The name that clients show. */
  readonly name: string;
  readonly description?: string;
  /** How a model should use the server's tools. */
  readonly instructions?: string;
  readonly filter: ToolFilter;
  /** Where the filter is configured. */
  readonly filterPath: string;
  /** Leaves out whatever is not read-only, whatever the filter says. */
  readonly readOnly: boolean;
}

export interface ToolNamesConfig {
  readonly namespaced: boolean;
  readonly style: 'snake_case' | 'dotted';
  readonly maxLength: number;
  /** Further names of tools, each with its action id. */
  readonly aliases: Readonly<Record<string, string>>;
}

export interface SseConfig {
  readonly enabled: boolean;
  /** Streams open at once in this process. */
  readonly maxSessions: number;
  /** Those of them that one principal may have. */
  readonly maxSessionsPerPrincipal: number;
}

export interface LimitsConfig {
  readonly maxBodyBytes: number;
  /** Calls of one principal that run at once in this process; 0 is no limit. */
  readonly callsInFlight: number;
  /** Calls of one principal; 0 is no limit. */
  readonly callsPerMinute: number;
  /** Those of them whose tool may destroy something; 0 is no limit. */
  readonly destructiveCallsPerMinute: number;
  /** Where calls per minute are counted: in this process, or for all replicas. */
  readonly store: 'memory' | 'cache';
}

/** How a client becomes one that may sign users in. */
export type SignInWay =
  | 'client-id-metadata-document'
  | 'static-client'
  | 'dynamic-client-registration'
  | 'authorization-server';

export interface OAuthConfig {
  /** Whether any way to sign in is configured. */
  readonly enabled: boolean;
  /** Those that are configured; the auth backend may not know all of them. */
  readonly configuredWays: readonly SignInWay[];
  /** Issuers of the access tokens; none: the auth backend. */
  readonly authorizationServers: readonly string[];
  /** Scopes that a client should ask for. */
  readonly scopesSupported: readonly string[];
}

/** The page that a browser gets at the address of a server. */
export interface PageConfig {
  readonly enabled: boolean;
  /** The platform team's own help. */
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

/** What the app says of itself. */
export interface PortalConfig {
  readonly title?: string;
  readonly organization?: string;
}

/** A client of the auth backend that has no secret. */
export interface StaticClient {
  readonly clientId: string;
  readonly redirectUris: readonly string[];
}

/** Which clients the auth backend lets in, as far as the configuration says. */
export interface AuthClientsConfig {
  /** Patterns for the URLs of metadata documents; none unless configured. */
  readonly documentPatterns: readonly string[];
  readonly redirectPatterns: readonly string[];
  readonly staticClients: readonly StaticClient[];
}

/** Everything that this plugin reads from the app's configuration. */
export interface McpActionsConfig {
  /** The default server first, unless it is switched off. */
  readonly servers: readonly ServerDefinition[];
  readonly overrides: ToolOverrides;
  readonly toolNames: ToolNamesConfig;
  /** Whether clients see schemas that all of them take, or the actions' own. */
  readonly schemas: 'portable' | 'verbatim';
  /** Whether clients see what the actions answer. */
  readonly outputSchemas: boolean;
  /** Whether refused arguments are tried again as they were most likely meant. */
  readonly coerceArguments: boolean;
  /** Globs on the ids of actions whose unknown errors a client may read. */
  readonly shownErrors: readonly string[];
  /** How long a list of actions is fresh; 0 remembers none. */
  readonly cacheTtlMs: number;
  /** How long a tool may run; 0 is no limit. */
  readonly callTimeoutMs: number;
  readonly limits: LimitsConfig;
  /** Whether the usual requests are answered without the SDK's HTTP layer. */
  readonly directAnswers: boolean;
  /** Whether spans carry the arguments and output of calls. */
  readonly captureToolPayload: boolean;
  readonly sse: SseConfig;
  readonly oauth: OAuthConfig;
  readonly page: PageConfig;
  readonly portal: PortalConfig;
  readonly authClients: AuthClientsConfig;
  /** Browser origins that may call, as glob patterns. */
  readonly allowedOrigins: readonly string[];
  /** Host names that a request may be for, where it needs no credentials. */
  readonly allowedHosts: readonly string[];
  /** False when `backend.auth.dangerouslyDisableDefaultAuthPolicy` is set. */
  readonly credentialsRequired: boolean;
  /** Plugins whose actions the Actions Service offers. */
  readonly pluginSources: readonly string[];
}
