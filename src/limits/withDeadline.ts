import type { Guard, Tool, ToolOutcome } from '../tools/types';

export interface WithDeadlineOptions {
  /** How long a tool may run. 0 means no limit. */
  callTimeoutMs: number;
}

/**
 * Ends a call with a timeout when its tool takes too long. The tool itself
 * keeps running, since the Actions Service cannot cancel it.
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
  const message = `${tool.name} did not finish within ${
    callTimeoutMs / 1000
  } s and may still be running. Check what it did before you call it again`;
  return {
    status: 'failed',
    tool,
    error: { name: 'TimeoutError', message },
    message: `TimeoutError: ${message}`,
  };
}
