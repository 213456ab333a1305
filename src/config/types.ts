/** One MCP server, at one path. */
export interface ServerDefinition {
  /** Names the server in logs, metrics and audit events. */
  readonly key: string;
  /** Path below the plugin, for example `/v1`. */
  readonly path: string;
  /** The name that clients show. */
  readonly name: string;
  readonly description?: string;
  /** How a model should use the server's tools. */
  readonly instructions?: string;
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
  readonly servers: readonly ServerDefinition[];
  readonly sse: SseConfig;
  readonly oauth: OAuthConfig;
  /** Browser origins that may call, as glob patterns. */
  readonly allowedOrigins: readonly string[];
  /** False when `backend.auth.dangerouslyDisableDefaultAuthPolicy` is set. */
  readonly credentialsRequired: boolean;
}
