import type { Tool, ToolServer } from './types';

/** Whether a principal may use a tool on a server. */
export type PermitsTool = (tool: Tool, server: ToolServer) => boolean;
