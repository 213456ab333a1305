import { type ErrorLike, isError, toError } from '@backstage/errors';
import { raisedError } from '../tools/errors';
import type { CallContext, Tool, ToolOutcome } from '../tools/types';

/** How an operation ended, as all three wrappers tell it. */
export interface OperationEnd {
  /**
   * `failed`: the action said so, or the plugins did not answer in time. `refused`: there is no such tool for this
   * caller, or the request made no sense. `limited`: the caller called too often.
   * `cancelled`: the client left before the end. `crashed`: anything else.
   */
  outcome:
    'succeeded' | 'failed' | 'refused' | 'limited' | 'cancelled' | 'crashed';
  durationSeconds: number;
  /** The tool of a call, once it was found. */
  tool?: Tool;
  /** The true reason, unless it succeeded. */
  error?: ErrorLike;
  /** Whether the arguments had to be read as what they most likely meant. */
  isCoerced?: boolean;
}

export interface OperationObserver {
  /** Told before the tool runs. */
  found?(tool: Tool): void;
  /** Told once, however the operation ends. Must not throw. */
  ended(end: OperationEnd): void;
}

/** Errors of the core for requests that make no sense, or may not be made. */
const REFUSALS = ['InputError', 'NotAllowedError'];
/** Errors of the core for plugins that did not list their actions in time. */
const FAILURES = ['ServiceUnavailableError'];

type ToldEnd = Omit<OperationEnd, 'durationSeconds' | 'tool'>;

/** Runs an operation and tells how it ended; its result passes unchanged. */
export async function observeOperation<T>(
  context: CallContext,
  observer: OperationObserver,
  run: (context: CallContext) => Promise<T>,
): Promise<T> {
  const start = performance.now();
  let tool: Tool | undefined;
  const tell = (end: ToldEnd) => {
    const durationSeconds = (performance.now() - start) / 1000;
    const told = context.signal.aborted ? toCancelled(end) : end;
    observer.ended({ ...told, durationSeconds, tool });
  };
  try {
    const result = await run({
      ...context,
      onToolFound(found) {
        tool = found;
        observer.found?.(found);
        return context.onToolFound?.(found);
      },
    });
    tell(endOf(result));
    return result;
  } catch (thrown) {
    tell({
      outcome: outcomeOf(thrown),
      error: raisedError(toError(thrown)),
    });
    throw thrown;
  }
}

/** The client reads the text of all but a crash. */
function outcomeOf(thrown: unknown): OperationEnd['outcome'] {
  const name = isError(thrown) ? thrown.name : '';
  if (REFUSALS.includes(name)) {
    return 'refused';
  }
  return FAILURES.includes(name) ? 'failed' : 'crashed';
}

function endOf(result: unknown): ToldEnd {
  const end = result as Partial<ToolOutcome>;
  switch (end.status) {
    case 'failed':
      return { outcome: 'failed', error: end.error, isCoerced: end.isCoerced };
    case 'unknown':
      return {
        outcome: 'refused',
        error: { name: 'NotFoundError', message: 'Unknown tool' },
      };
    case 'limited':
      return {
        outcome: 'limited',
        error: { name: 'TooManyCallsError', message: String(end.message) },
      };
    case 'cancelled':
      return {
        outcome: 'cancelled',
        error: {
          name: 'AbortError',
          message: 'The client left before the action started',
        },
      };
    case 'succeeded':
      return { outcome: 'succeeded', isCoerced: end.isCoerced };
    default:
      return { outcome: 'succeeded' };
  }
}

/** Nobody got the answer, but an action that ran has run. */
function toCancelled(end: ToldEnd): ToldEnd {
  const message = `The client left before the answer; the operation ${end.outcome}`;
  return {
    ...end,
    outcome: 'cancelled',
    error: end.error ?? { name: 'AbortError', message },
  };
}
