import type { McpActionsConfig, ServerDefinition } from '../config/types';

/**
 * The servers without their read-only variants, which would repeat the same
 * facts.
 */
export function fullServers({ servers }: McpActionsConfig): ServerDefinition[] {
  return servers.filter(server => !server.readOnly);
}
