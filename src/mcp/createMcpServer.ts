import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type CallToolRequestParams,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import type { JsonObject } from '@backstage/types';
import { version } from '../../package.json';
import type { ServerDefinition } from '../config/types';
import type { CallContext, ProtocolContext, ToolService } from '../tools/types';
import { cutAtSentence } from '../tools/toolDescription';
import { maskUnexpected } from './maskUnexpected';
import { toCallContext } from './toCallContext';
import { type FinishedOutcome, toCallToolResult } from './toCallToolResult';
import { toMcpTools } from './toMcpTool';

export interface CreateMcpServerOptions extends Pick<
  ProtocolContext,
  'transport' | 'era'
> {
  definition: Pick<
    ServerDefinition,
    'key' | 'name' | 'description' | 'instructions'
  >;
  tools: ToolService;
  logger: LoggerService;
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
  const { definition, tools, logger, transport, era } = options;
  const server = new Server(
    { name: definition.name, version, description: definition.description },
    {
      capabilities: { tools: {} },
      instructions:
        definition.instructions && cutAtSentence(definition.instructions),
      cacheHints: CACHE_HINTS,
    },
  );
  const contextOf = (message: ServerContext) =>
    toCallContext(message, {
      server,
      serverKey: definition.key,
      transport,
      era,
    });

  server.setRequestHandler('tools/list', ({ params }, message) =>
    maskUnexpected('tools/list', logger, async () => {
      if (params?.cursor !== undefined) {
        throw invalidParams('Unknown cursor: the list has one page');
      }
      const listed = await tools.list(contextOf(message));
      return { tools: toMcpTools(listed) };
    }),
  );
  server.setRequestHandler('tools/call', ({ params }, message) =>
    maskUnexpected('tools/call', logger, async () => {
      const outcome = await callTool(tools, contextOf(message), params);
      // Revisions before 2026-07-28 allow objects only: others are wrapped, as the
      // tool's output schema is in the list.
      return server.projectCallToolResult(
        toCallToolResult(outcome),
        outcome.tool.outputSchema,
      );
    }),
  );
  return server;
}

async function callTool(
  tools: ToolService,
  context: CallContext,
  params: CallToolRequestParams,
): Promise<FinishedOutcome> {
  const outcome = await tools.call(context, {
    name: params.name,
    arguments: params.arguments as JsonObject | undefined,
  });
  if (outcome.status === 'unknown') {
    throw invalidParams(unknownToolMessage(params.name, outcome.nearest));
  }
  return outcome;
}

function unknownToolMessage(name: string, nearest: string[]): string {
  const hint = nearest.length
    ? `Did you mean ${nearest.join(', ')}?`
    : 'tools/list names the tools that are there.';
  return `Unknown tool: ${name.slice(0, 128)}. ${hint}`;
}

function invalidParams(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
