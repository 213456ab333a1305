import { KNOWN_ERROR_NAMES } from '../tools/errors';
import type { CallContext } from '../tools/types';

/**
 * Names of OpenTelemetry's semantic conventions for MCP and GenAI, and ours
 * below `backstage.`.
 */
export const ATTRIBUTES = {
  method: 'mcp.method.name',
  protocolVersion: 'mcp.protocol.version',
  toolName: 'gen_ai.tool.name',
  operationName: 'gen_ai.operation.name',
  toolArguments: 'gen_ai.tool.call.arguments',
  toolResult: 'gen_ai.tool.call.result',
  networkTransport: 'network.transport',
  networkProtocol: 'network.protocol.name',
  errorType: 'error.type',
  pluginId: 'backstage.plugin.id',
  actionId: 'backstage.action.id',
  serverKey: 'backstage.mcp.server',
  transport: 'backstage.mcp.transport',
  outcome: 'backstage.mcp.outcome',
  argumentsCoerced: 'backstage.mcp.arguments_coerced',
  outputSize: 'backstage.mcp.output.size',
  outputSentSize: 'backstage.mcp.output.sent_size',
  outputCut: 'backstage.mcp.output.cut',
} as const;

/** The value of `gen_ai.tool.name` when a call names no tool that there is. */
export const UNKNOWN_TOOL = '_unknown';
/** The value of a label whose true value comes from outside, or is rare. */
export const OTHER = '_OTHER';

/** In seconds, as the conventions advise for MCP durations. */
export const DURATION_BUCKETS_SECONDS = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
];

/** In bytes: around what agents take of one answer, and the default bound. */
export const OUTPUT_BUCKETS_BYTES = [
  1_000, 4_000, 12_000, 25_000, 50_000, 100_000, 204_800, 500_000, 1_000_000,
  10_000_000,
];

/** Baggage that is copied to spans: which agent and conversation asked. */
export const PROPAGATED_BAGGAGE: ReadonlySet<string> = new Set([
  'gen_ai.agent.id',
  'gen_ai.agent.name',
  'gen_ai.conversation.id',
  'gen_ai.provider.name',
  'gen_ai.request.model',
]);
/** Baggage comes from outside; longer values are cut. */
export const MAX_BAGGAGE_VALUE_LENGTH = 256;

const PROTOCOL_VERSIONS: ReadonlySet<string> = new Set([
  '2026-07-28',
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
  '2024-10-07',
]);

const ERROR_TYPES: ReadonlySet<string> = new Set([
  ...KNOWN_ERROR_NAMES,
  'AbortError',
  'TimeoutError',
  'TooManyCallsError',
  'TypeError',
  'Error',
]);

/** The revision as a label: one that exists, whatever a client sends. */
export function protocolVersionLabel(version: unknown): string {
  return typeof version === 'string' && PROTOCOL_VERSIONS.has(version)
    ? version
    : OTHER;
}

/** The name of an error as a label; actions may throw anything. */
export function errorTypeLabel(name: string): string {
  return ERROR_TYPES.has(name) ? name : OTHER;
}

/** What every metric and span says of a message. */
export function messageAttributes(
  context: CallContext,
  method: 'tools/list' | 'tools/call',
): Record<string, string> {
  return {
    [ATTRIBUTES.method]: method,
    [ATTRIBUTES.protocolVersion]: protocolVersionLabel(
      context.protocol.version,
    ),
    [ATTRIBUTES.serverKey]: context.server.key,
    [ATTRIBUTES.transport]: context.protocol.transport,
    [ATTRIBUTES.networkTransport]: 'tcp',
    [ATTRIBUTES.networkProtocol]: 'http',
    ...(method === 'tools/call' && {
      [ATTRIBUTES.operationName]: 'execute_tool',
    }),
  };
}
