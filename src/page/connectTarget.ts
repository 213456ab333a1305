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
  /** Those that are open; absent when the auth backend does not say. */
  ways?: readonly SignInWay[];
}

/** What clients are given of a server. */
export function connectTarget(options: ConnectTargetOptions): ConnectTarget {
  const { server, config, baseUrl, ways } = options;
  return {
    name: clientName(server, config.servers),
    url: resourceUrl(baseUrl, server),
    credentials: ways?.length === 0 ? 'token' : 'sign-in',
  };
}
