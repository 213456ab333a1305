import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { cutText } from '../tools/cutText';
import type {
  CallContext,
  FinishedOutcome,
  Tool,
  ToolOutcome,
  ToolService,
} from '../tools/types';
import { maskUnexpected } from './maskUnexpected';
import { toCallToolResult } from './toCallToolResult';

/** The parameters of `tools/call`. */
export interface CallParams {
  name: string;
  arguments?: JsonObject;
}

/** What a call came to, before the client's revision shapes it. */
export interface FinishedCall {
  tool: Tool;
  result: ReturnType<typeof toCallToolResult>;
}

/** The code that both MCP SDKs use for refusals at the transport. */
const REFUSED = -32_000;

/** A call that the caller may try again later. */
export class TooManyCallsError extends ProtocolError {
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(REFUSED, message, { retryAfterSeconds });
  }
}

/** The two methods of MCP that are about tools; both ways of serving share them. */
export interface ToolHandlers {
  /** @throws ProtocolError for a cursor, since the list has one page. */
  list(context: CallContext, cursor?: string): Promise<readonly Tool[]>;
  /** @throws ProtocolError for a tool that is not there, and for whatever is masked. */
  call(context: CallContext, params: CallParams): Promise<FinishedCall>;
}

export function createToolHandlers(
  tools: ToolService,
  logger: LoggerService,
): ToolHandlers {
  return {
    list: (context, cursor) =>
      maskUnexpected('tools/list', logger, async () => {
        if (cursor !== undefined) {
          throw invalidParams('Unknown cursor: the list has one page');
        }
        return tools.list(context);
      }),
    call: (context, params) =>
      maskUnexpected('tools/call', logger, async () => {
        const outcome = requireFinished(
          await tools.call(context, params),
          params,
        );
        return { tool: outcome.tool, result: toCallToolResult(outcome) };
      }),
  };
}

function requireFinished(
  outcome: ToolOutcome,
  { name }: CallParams,
): FinishedOutcome {
  if (outcome.status === 'unknown') {
    throw invalidParams(unknownToolMessage(name, outcome.nearest));
  }
  if (outcome.status === 'limited') {
    throw new TooManyCallsError(outcome.message, outcome.retryAfterSeconds);
  }
  if (outcome.status === 'cancelled') {
    // Nobody reads it: the client left, or asked for no answer.
    throw new ProtocolError(REFUSED, 'The call was cancelled');
  }
  return outcome;
}

function unknownToolMessage(name: string, nearest: string[]): string {
  const hint = nearest.length
    ? `Did you mean ${nearest.join(', ')}?`
    : 'tools/list names the tools that are there.';
  return `Unknown tool: ${cutText(name, 128)}. ${hint}`;
}

function invalidParams(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
