import {
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  type Implementation,
  Server,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import { version } from '../../package.json';
import type { ServerDefinition } from '../config/types';
import type { CallContext, ProtocolContext, ToolCall } from '../tools/types';
import { toModelText } from '../text/modelText';
import { callerOf } from './caller';
import { callTool } from './callTool';
import { listTools } from './listTools';
import type { ObservedTools } from './ObservedTools';
import { toCallContext } from './toCallContext';
import { toMcpTools } from './toMcpTool';
import { withProgress } from './withProgress';
import { withStructuredText } from './withStructuredText';

export interface CreateMcpServerOptions
  extends ObservedTools, Pick<ProtocolContext, 'transport' | 'era'> {
  definition: Pick<
    ServerDefinition,
    'key' | 'filter' | 'name' | 'description' | 'instructions'
  >;
}

/**
 * How long a client may reuse an answer (2026-07-28). Plugins register actions
 * at start-up, so a list seldom changes; permissions may, hence `private` and
 * no longer than a minute.
 */
const CACHE_HINTS: ServerOptions['cacheHints'] = {
  'tools/list': { ttlMs: 60_000, cacheScope: 'private' },
  'server/discover': { ttlMs: 60_000, cacheScope: 'private' },
};

/**
 * Binds the tools to MCP: one server for one request, or for one HTTP+SSE
 * stream. Knows neither HTTP nor Backstage's actions.
 */
export function createMcpServer(options: CreateMcpServerOptions): Server {
  const { definition } = options;
  const server = new Server(serverInfoOf(definition), {
    capabilities: { tools: {} },
    instructions:
      definition.instructions && toModelText(definition.instructions),
    cacheHints: CACHE_HINTS,
  });

  server.setRequestHandler('tools/list', async ({ params }, message) => {
    const context = contextOf(message, server, options);
    return {
      tools: toMcpTools(await listTools(options, context, params?.cursor)),
    };
  });
  server.setRequestHandler('tools/call', async ({ params }, message) => {
    const context = contextOf(message, server, options);
    const { result, outputSchema, note } = await withProgress(
      progressOf(message),
      () => callTool(options, context, params as ToolCall),
    );
    // Revisions before 2026-07-28 allow objects only: others are wrapped, as the
    // tool's output schema is in the list.
    return withStructuredText(
      server.projectCallToolResult(result, outputSchema),
      { note },
    );
  });
  return server;
}

/** How the server introduces itself. */
export function serverInfoOf(
  definition: CreateMcpServerOptions['definition'],
): Implementation {
  const { name, description } = definition;
  return { name, version, description };
}

function contextOf(
  message: ServerContext,
  server: Server,
  { definition, transport, era }: CreateMcpServerOptions,
): CallContext {
  const client = server.getClientVersion();
  return toCallContext({
    caller: callerOf(message.http?.authInfo),
    meta: message.mcpReq._meta,
    signal: message.mcpReq.signal,
    server: definition,
    protocol: {
      transport,
      era,
      version: server.getNegotiatedProtocolVersion() ?? versionHeader(message),
      clientName: client?.name,
      clientVersion: client?.version,
    },
  });
}

/**
 * Before 2026-07-28, revision and client are told at `initialize` only; a
 * stateless server has just this header to go by.
 */
function versionHeader(message: ServerContext): string {
  return (
    message.http?.req?.headers.get('mcp-protocol-version') ??
    DEFAULT_NEGOTIATED_PROTOCOL_VERSION
  );
}

function progressOf({ mcpReq }: ServerContext) {
  return {
    token: mcpReq._meta?.progressToken,
    // It fails once the client left, and then nobody listens.
    notify: (notification: Parameters<typeof mcpReq.notify>[0]) => {
      mcpReq.notify(notification).catch(() => {});
    },
  };
}
