import type { ToolServer } from '../tools/types';
import type { readMcpActionsConfig } from './readMcpActionsConfig';

/** Everything that this plugin reads from the app's configuration. */
export type McpActionsConfig = ReturnType<typeof readMcpActionsConfig>;

/** One MCP server, at one path. */
export interface ServerDefinition extends ToolServer {
  /** Path below the plugin, for example `/v1/catalog`. */
  readonly path: string;
  /** The name that clients show. */
  readonly name: string;
  readonly description?: string;
  /** How a model should use the server's tools. */
  readonly instructions?: string;
  /** Where the filter is configured. */
  readonly filterPath: string;
  /** Whether it is the read-only variant of a server, whose key it shares. */
  readonly readOnly: boolean;
}

/** How a client becomes one that may sign users in. */
export type SignInWay =
  | 'client-id-metadata-document'
  | 'static-client'
  | 'dynamic-client-registration'
  | 'authorization-server';

export type OAuthConfig = McpActionsConfig['oauth'];
export type PageConfig = McpActionsConfig['page'];
export type PortalConfig = McpActionsConfig['portal'];
export type AuthClientsConfig = McpActionsConfig['authClients'];
