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
}

export interface OAuthConfig {
  /** Whether the auth backend lets MCP clients sign users in. */
  readonly enabled: boolean;
  /** Scopes that a client should ask for. */
  readonly scopesSupported: readonly string[];
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
  /** How long a list of actions is fresh; 0 remembers none. */
  readonly cacheTtlMs: number;
  /** Whether spans carry the arguments and output of calls. */
  readonly captureToolPayload: boolean;
  readonly sse: SseConfig;
  readonly oauth: OAuthConfig;
  /** Browser origins that may call, as glob patterns. */
  readonly allowedOrigins: readonly string[];
  /** False when `backend.auth.dangerouslyDisableDefaultAuthPolicy` is set. */
  readonly credentialsRequired: boolean;
  /** Plugins whose actions the Actions Service offers. */
  readonly pluginSources: readonly string[];
}
