import type {
  McpActionsConfig,
  ServerDefinition,
  SignInWay,
} from '../config/types';
import { resourceUrl } from '../oauth/protectedResource';
import { clientName } from './clientName';
import type { ConnectTarget } from './clients';

export interface ConnectTargetOptions {
  server: ServerDefinition;
  config: Pick<McpActionsConfig, 'servers'>;
  /** External base URL of this plugin. */
  baseUrl: string;
  /**
   * The available ways to sign in. Absent when the auth backend does not report
   * them.
   */
  ways?: readonly SignInWay[];
}

/** Describes a server for the clients that connect to it. */
export function connectTarget(options: ConnectTargetOptions): ConnectTarget {
  const { server, config, baseUrl, ways } = options;
  return {
    name: clientName(server, config.servers),
    url: resourceUrl(baseUrl, server),
    credentials: ways?.length === 0 ? 'token' : 'sign-in',
  };
}
