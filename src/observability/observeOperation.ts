import { type ErrorLike, isError, toError } from '@backstage/errors';
import { raisedError } from '../tools/toolFailure';
import type { CallContext, Tool, ToolOutcome } from '../tools/types';

/** How an operation ended, as all three wrappers tell it. */
export interface OperationEnd {
  /**
   * `failed`: the action said so. `refused`: there is no such tool for this
   * caller, or the request made no sense. `cancelled`: the client left before
   * the end. `crashed`: anything else.
   */
  outcome: 'succeeded' | 'failed' | 'refused' | 'cancelled' | 'crashed';
  durationSeconds: number;
  /** The tool of a call, once it was found. */
  tool?: Tool;
  /** The true reason, unless it succeeded. */
  error?: ErrorLike;
}

export interface OperationObserver {
  /** Told before the tool runs. */
  found?(tool: Tool): void;
  /** Told once, however the operation ends. Must not throw. */
  ended(end: OperationEnd): void;
}

const CANCELLED: ErrorLike = {
  name: 'AbortError',
  message: 'The client left before the end',
};

/** Runs an operation and tells how it ended; its result passes unchanged. */
export async function observeOperation<T>(
  context: CallContext,
  observer: OperationObserver,
  run: (context: CallContext) => Promise<T>,
): Promise<T> {
  const start = performance.now();
  let tool: Tool | undefined;
  const end = (
    outcome: OperationEnd['outcome'],
    error?: ErrorLike,
  ): OperationEnd => ({
    outcome: context.signal.aborted ? 'cancelled' : outcome,
    durationSeconds: (performance.now() - start) / 1000,
    tool,
    error: context.signal.aborted ? (error ?? CANCELLED) : error,
  });
  try {
    const result = await run({
      ...context,
      onToolFound: found => {
        tool = found;
        observer.found?.(found);
        context.onToolFound?.(found);
      },
    });
    observer.ended(end(...endOf(result)));
    return result;
  } catch (thrown) {
    const isRefusal = isError(thrown) && thrown.name === 'InputError';
    observer.ended(
      end(isRefusal ? 'refused' : 'crashed', raisedError(toError(thrown))),
    );
    throw thrown;
  }
}

function endOf(result: unknown): [OperationEnd['outcome'], ErrorLike?] {
  const { status, ...rest } = result as Partial<ToolOutcome>;
  switch (status) {
    case 'failed':
      return ['failed', (rest as { error: ErrorLike }).error];
    case 'unknown':
      return ['refused', { name: 'NotFoundError', message: 'Unknown tool' }];
    default:
      return ['succeeded'];
  }
}
