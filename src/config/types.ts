import type { ToolServer } from '../tools/types';
import type { readMcpActionsConfig } from './readMcpActionsConfig';

/** The complete configuration of this plugin. */
export type McpActionsConfig = ReturnType<typeof readMcpActionsConfig>;

/** One MCP server, at one path. */
export interface ServerDefinition extends ToolServer {
  /** Path below the plugin, for example `/v1/catalog`. */
  readonly path: string;
  /** The name that clients show. */
  readonly name: string;
  readonly description?: string;
  /** Instructions for models that use the server's tools. */
  readonly instructions?: string;
  /** The config path of the filter. */
  readonly filterPath: string;
  /** Whether this is the read-only variant of the server with the same key. */
  readonly readOnly: boolean;
}

/** How a client registers to sign users in. */
export type SignInWay =
  | 'client-id-metadata-document'
  | 'static-client'
  | 'dynamic-client-registration'
  | 'authorization-server';

export type OAuthConfig = McpActionsConfig['oauth'];
export type PageConfig = McpActionsConfig['page'];
export type PortalConfig = McpActionsConfig['portal'];
export type AuthClientsConfig = McpActionsConfig['authClients'];
