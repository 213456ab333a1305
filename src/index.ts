/**
 * Exposes Backstage actions as MCP (Model Context Protocol) tools for AI clients.
 *
 * @packageDocumentation
 */
export { mcpActionsPlugin as default } from './plugin';
