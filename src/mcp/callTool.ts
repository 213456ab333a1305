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

/** What a call came to, before the client's revision shapes it. */
export interface FinishedCall {
  result: CallToolResult;
  /** As it is listed. */
  outputSchema?: Tool['outputSchema'];
  /** A text to be sent before the content. */
  note?: string;
}

/**
 * The whole of a `tools/call`. What a call meets on its way is its result.
 *
 * @throws ProtocolError for a tool that is not there, and for a request that
 * makes no sense.
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
      // Nobody reads it: the client left, or asked for no answer.
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
    : 'tools/list names the tools that are there.';
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    toErrorText(`Unknown tool: ${cutText(name, 128)}. ${hint}`),
  );
}
