import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { cutText } from '../text/cutText';
import { toErrorText } from '../text/errorText';
import type {
  CallContext,
  Tool,
  ToolCall,
  ToolOutcome,
  UnknownTool,
} from '../tools/types';
import { maskUnexpected } from './maskUnexpected';
import type { ObservedTools } from './ObservedTools';
import { toCallToolResult } from './toCallToolResult';
import { toErrorResult } from './toErrorResult';

/** The end of a call, before it takes the form of the client's revision. */
export interface FinishedCall {
  result: CallToolResult;
  /** The output schema as listed. */
  outputSchema?: Tool['outputSchema'];
  /** A text that precedes the content. */
  note?: string;
}

/**
 * Handles a `tools/call` from start to end. Failures of the call become its
 * result.
 *
 * @throws ProtocolError for an unknown tool and for a malformed request
 */
export async function callTool(
  { tools, guard, observe, logger }: ObservedTools,
  context: CallContext,
  call: ToolCall,
): Promise<FinishedCall> {
  try {
    const operation = { method: 'tools/call', context, call } as const;
    const outcome = await observe(
      operation,
      async ({ found, starts }): Promise<ToolOutcome> => {
        const named = await tools.find(context, call.name);
        if (isUnknown(named)) {
          return { status: 'unknown', ...named };
        }
        found(named);
        const run = guard((...given) => {
          starts();
          return tools.run(...given);
        });
        return run(context, named, call.arguments ?? {});
      },
    );
    return toFinishedCall(outcome, call);
  } catch (thrown) {
    const masked = maskUnexpected(thrown, { method: 'tools/call', logger });
    if (masked.error.code === ProtocolErrorCode.InvalidParams) {
      throw masked.error;
    }
    return { result: toErrorResult(masked.text) };
  }
}

function isUnknown(named: object): named is UnknownTool {
  return 'nearest' in named;
}

function toFinishedCall(
  outcome: ToolOutcome,
  { name }: ToolCall,
): FinishedCall {
  switch (outcome.status) {
    case 'unknown':
      throw unknownTool(name, outcome.nearest);
    case 'limited':
      return { result: toErrorResult(`TooManyCallsError: ${outcome.message}`) };
    case 'cancelled':
      // Nobody reads it: the client left, or asked for no response.
      return { result: toErrorResult('The call was cancelled') };
    default:
      return {
        result: toCallToolResult(outcome),
        outputSchema: outcome.tool.outputSchema,
        note: outcome.status === 'succeeded' ? outcome.note : undefined,
      };
  }
}

function unknownTool(name: string, nearest: readonly string[]): ProtocolError {
  const hint = nearest.length
    ? `Did you mean ${nearest.join(', ')}?`
    : 'Call tools/list to see the available tools.';
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    toErrorText(`Unknown tool: ${cutText(name, 128)}. ${hint}`),
  );
}
