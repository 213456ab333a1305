import type { McpActionsConfig, ServerDefinition } from '../config/types';

/** The servers without their read-only variants, which have nothing of their own to tell. */
export function fullServers({ servers }: McpActionsConfig): ServerDefinition[] {
  return servers.filter(server => !server.readOnly);
}
