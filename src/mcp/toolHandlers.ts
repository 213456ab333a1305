import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
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
  ToolOutcome,
  ToolService,
} from '../tools/types';
import { maskUnexpected } from './maskUnexpected';
import { toCallToolResult } from './toCallToolResult';
import { toErrorResult } from './toErrorResult';

/** The parameters of `tools/call`. */
export interface CallParams {
  name: string;
  arguments?: JsonObject;
}

/** What a call came to, before the client's revision shapes it. */
export interface FinishedCall {
  result: CallToolResult;
  /** As it is listed. */
  outputSchema?: Tool['outputSchema'];
}

/** The two methods of MCP that are about tools; both ways of serving share them. */
export interface ToolHandlers {
  /** @throws ProtocolError, whatever the reason; for a cursor, since the list has one page. */
  list(context: CallContext, cursor?: string): Promise<readonly Tool[]>;
  /**
   * What a call meets on its way is its result.
   *
   * @throws ProtocolError for a tool that is not there, and for a request that
   * makes no sense.
   */
  call(context: CallContext, params: CallParams): Promise<FinishedCall>;
}

export function createToolHandlers(
  tools: ToolService,
  logger: LoggerService,
): ToolHandlers {
  return {
    async list(context, cursor) {
      try {
        if (cursor !== undefined) {
          throw invalidParams('Unknown cursor: the list has one page');
        }
        return await tools.list(context);
      } catch (thrown) {
        throw maskUnexpected(thrown, { method: 'tools/list', logger }).error;
      }
    },
    async call(context, params) {
      try {
        return toFinishedCall(await tools.call(context, params), params);
      } catch (thrown) {
        const masked = maskUnexpected(thrown, { method: 'tools/call', logger });
        if (masked.error.code === ProtocolErrorCode.InvalidParams) {
          throw masked.error;
        }
        return { result: toErrorResult(masked.text) };
      }
    },
  };
}

function toFinishedCall(
  outcome: ToolOutcome,
  { name }: CallParams,
): FinishedCall {
  switch (outcome.status) {
    case 'unknown':
      throw invalidParams(unknownToolMessage(name, outcome.nearest));
    case 'limited':
      return { result: toErrorResult(`TooManyCallsError: ${outcome.message}`) };
    case 'cancelled':
      // Nobody reads it: the client left, or asked for no answer.
      return { result: toErrorResult('The call was cancelled') };
    default:
      return {
        result: toCallToolResult(outcome),
        outputSchema: outcome.tool.outputSchema,
      };
  }
}

function unknownToolMessage(name: string, nearest: string[]): string {
  const hint = nearest.length
    ? `Did you mean ${nearest.join(', ')}?`
    : 'tools/list names the tools that are there.';
  return toErrorText(`Unknown tool: ${cutText(name, 128)}. ${hint}`);
}

function invalidParams(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
