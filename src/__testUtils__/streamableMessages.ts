import type { JsonObject } from '@backstage/types';

/** `_meta` of each request from 2026-07-28 on. */
export const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

export interface StreamableMessage {
  era: string;
  meta: JsonObject;
  headers: Record<string, string>;
}

/** What a call of the tool has with it over Streamable HTTP, before 2026-07-28 and since. */
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
