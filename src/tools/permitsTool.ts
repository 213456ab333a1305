import type { Tool, ToolServer } from './types';

/** Says whether a principal may use a tool on a server. */
export type PermitsTool = (tool: Tool, server: ToolServer) => boolean;
