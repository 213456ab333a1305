import type { Tool as McpTool } from '@modelcontextprotocol/server';
import type { Tool } from '../tools/types';

/** A tool as `tools/list` shows it, in every revision. */
export function toMcpTool(tool: Tool): McpTool {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: tool.inputSchema as McpTool['inputSchema'],
    ...(tool.outputSchema && {
      outputSchema: tool.outputSchema as McpTool['outputSchema'],
    }),
    annotations: {
      // Revisions before 2025-06-18 have a title only here.
      title: tool.title,
      readOnlyHint: tool.attributes.readOnly,
      destructiveHint: tool.attributes.destructive,
      idempotentHint: tool.attributes.idempotent,
      // If true, agents without a user refuse harmless writes.
      openWorldHint: tool.attributes.openWorld ?? false,
    },
  };
}

const listings = new WeakMap<readonly Tool[], McpTool[]>();

/** The tools as `tools/list` shows them. Computed once per list. */
export function toMcpTools(tools: readonly Tool[]): McpTool[] {
  let listing = listings.get(tools);
  if (!listing) {
    listing = tools.map(toMcpTool);
    listings.set(tools, listing);
  }
  return listing;
}
