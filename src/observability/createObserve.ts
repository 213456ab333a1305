import { type ErrorLike, isError, toError } from '@backstage/errors';
import { raisedError } from '../tools/errors';
import type {
  Observe,
  Observer,
  Operation,
  OperationEnd,
  OperationObserver,
  OperationResult,
  Progress,
} from '../tools/observe';
import type { Tool, ToolOutcome } from '../tools/types';

/** Errors of the core for requests that make no sense, or may not be made. */
const REFUSALS = ['InputError', 'NotAllowedError'];
/** Errors of the core for plugins that did not list their actions in time. */
const FAILURES = ['ServiceUnavailableError'];

/** Runs an operation inside a span, which observes it. */
export type Trace = <T>(
  operation: Operation,
  run: (span: OperationObserver) => Promise<T>,
) => Promise<T>;

export interface CreateObserveOptions {
  trace: Trace;
  /** In the order in which they are called. */
  observers: readonly Observer[];
}

type End = Omit<OperationEnd, 'durationSeconds' | 'tool'>;

/** The span covers everything; the other observers see what happens inside. */
export function createObserve({
  trace,
  observers,
}: CreateObserveOptions): Observe {
  return (operation, run) =>
    trace(operation, span =>
      observe(
        operation,
        [span, ...observers.map(begin => begin(operation))],
        run,
      ),
    );
}

async function observe<T extends OperationResult>(
  { context }: Operation,
  observers: readonly OperationObserver[],
  run: (progress: Progress) => Promise<T>,
): Promise<T> {
  const start = performance.now();
  let tool: Tool | undefined;
  const report = (end: End) => {
    const durationSeconds = (performance.now() - start) / 1000;
    const seen = context.signal.aborted ? toCancelled(end) : end;
    observers.forEach(observer =>
      observer.ended({ ...seen, durationSeconds, tool }),
    );
  };
  let result: T;
  try {
    result = await run({
      found(named) {
        tool = named.tool;
        observers.forEach(observer => observer.found?.(named));
      },
      starts: () => observers.forEach(observer => observer.starts?.()),
    });
  } catch (thrown) {
    report({
      outcome: outcomeOfError(thrown),
      error: raisedError(toError(thrown)),
    });
    throw thrown;
  }
  report(isList(result) ? endOfList(result) : endOfCall(result));
  return result;
}

/** The client reads the text of all but a crash. */
function outcomeOfError(thrown: unknown): OperationEnd['outcome'] {
  const name = isError(thrown) ? thrown.name : '';
  if (REFUSALS.includes(name)) {
    return 'refused';
  }
  return FAILURES.includes(name) ? 'failed' : 'crashed';
}

function isList(result: OperationResult): result is readonly Tool[] {
  return Array.isArray(result);
}

function endOfList(tools: readonly Tool[]): End {
  return { outcome: 'succeeded', toolCount: tools.length };
}

function endOfCall(outcome: ToolOutcome): End {
  switch (outcome.status) {
    case 'unknown':
      return {
        outcome: 'refused',
        error: outcome.denial ?? toReason('NotFoundError', 'Unknown tool'),
      };
    case 'limited':
      return {
        outcome: 'limited',
        error: toReason('TooManyCallsError', outcome.message),
      };
    case 'cancelled':
      return {
        outcome: 'cancelled',
        error: toReason(
          'AbortError',
          'The client left before the action started',
        ),
      };
    case 'failed': {
      const { error, isCoerced } = outcome;
      return { outcome: 'failed', error, isCoerced };
    }
    default: {
      const { output, outputSize, isCoerced } = outcome;
      return { outcome: 'succeeded', output, outputSize, isCoerced };
    }
  }
}

/** Nobody got the answer, but an action that ran has run. */
function toCancelled(end: End): End {
  const message = `The client left before the answer; the operation ${end.outcome}`;
  return {
    ...end,
    outcome: 'cancelled',
    error: end.error ?? toReason('AbortError', message),
  };
}

function toReason(name: string, message: string): ErrorLike {
  return { name, message };
}
