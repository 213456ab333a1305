import type { Guard, Tool, ToolOutcome } from '../tools/types';

export interface WithDeadlineOptions {
  /** How long a tool may run; 0 is no limit. */
  callTimeoutMs: number;
}

/**
 * Answers in place of a tool that takes too long. The tool itself cannot be
 * stopped, since the Actions Service has no way to say so.
 */
export function withDeadline({ callTimeoutMs }: WithDeadlineOptions): Guard {
  if (callTimeoutMs === 0) {
    return run => run;
  }
  return run => async (context, found, args) => {
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<ToolOutcome>(resolve => {
      timer = setTimeout(
        () => resolve(toTimeout(found.tool, callTimeoutMs)),
        callTimeoutMs,
      );
    });
    try {
      return await Promise.race([run(context, found, args), expired]);
    } finally {
      clearTimeout(timer);
    }
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
