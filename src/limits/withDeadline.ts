import type { Tool, ToolOutcome, ToolService } from '../tools/types';

export interface WithDeadlineOptions {
  /** How long a tool may run; 0 is no limit. */
  callTimeoutMs: number;
}

/**
 * Answers in place of a tool that takes too long. The tool itself cannot be
 * stopped, since the Actions Service has no way to say so.
 */
export function withDeadline(
  tools: ToolService,
  { callTimeoutMs }: WithDeadlineOptions,
): ToolService {
  if (callTimeoutMs === 0) {
    return tools;
  }
  return {
    list: context => tools.list(context),
    async call(context, call) {
      let timer: NodeJS.Timeout | undefined;
      try {
        return await new Promise<ToolOutcome>((resolve, reject) => {
          const startTimer = (tool: Tool) => {
            timer = setTimeout(
              () => resolve(toTimeout(tool, callTimeoutMs)),
              callTimeoutMs,
            );
          };
          const onToolFound = async (tool: Tool) => {
            await context.onToolFound?.(tool);
            startTimer(tool);
          };
          tools.call({ ...context, onToolFound }, call).then(resolve, reject);
        });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function toTimeout(tool: Tool, callTimeoutMs: number): ToolOutcome {
  const message = `${tool.name} did not answer within ${
    callTimeoutMs / 1000
  } s. It may still be running: look at what it did before you call it again`;
  return {
    status: 'failed',
    tool,
    error: { name: 'TimeoutError', message },
    message: `TimeoutError: ${message}`,
  };
}
