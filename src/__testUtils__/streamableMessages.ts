import type { JsonObject } from '@backstage/types';

/** `_meta` of each request since 2026-07-28. */
export const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

export interface StreamableMessage {
  era: string;
  meta: JsonObject;
  headers: Record<string, string>;
}

/**
 * The messages around a tool call over Streamable HTTP, before and since
 * 2026-07-28.
 */
export function streamableMessages(toolName: string): StreamableMessage[] {
  return [
    {
      era: '2026-07-28',
      meta: MODERN_META,
      headers: {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': toolName,
      },
    },
    {
      era: '2025-11-25',
      meta: {},
      headers: { 'mcp-protocol-version': '2025-11-25' },
    },
  ];
}
