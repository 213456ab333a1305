import type { ErrorLike } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import type { OutputSize } from './output';
import type {
  CallContext,
  FoundTool,
  Tool,
  ToolCall,
  ToolOutcome,
} from './types';

/** A list or a call, as it begins. */
export interface Operation {
  readonly method: 'tools/list' | 'tools/call';
  readonly context: CallContext;
  /** Absent for a list. */
  readonly call?: ToolCall;
}

/** How an operation ended. All observers see the same. */
export interface OperationEnd {
  /**
   * `failed`: the action reported it, or the plugins did not respond in time.
   * `refused`: there is no such tool for this caller, or the request was
   * invalid. `limited`: the caller made too many calls. `cancelled`: the client
   * left before the end. `crashed`: anything else.
   */
  readonly outcome:
    'succeeded' | 'failed' | 'refused' | 'limited' | 'cancelled' | 'crashed';
  readonly durationSeconds: number;
  /** The tool of a call, once it was found. */
  readonly tool?: Tool;
  /** The true reason, if it did not succeed. */
  readonly error?: ErrorLike;
  /** Whether the arguments had to be coerced. */
  readonly isCoerced?: boolean;
  /** The output of the action, as it is sent. */
  readonly output?: JsonValue;
  readonly outputSize?: OutputSize;
  /** Of a list. */
  readonly toolCount?: number;
}

/** Observes one operation. Never changes it and never throws. */
export interface OperationObserver {
  /** Called with the tool of a call, which may still be refused. */
  found?(found: Pick<FoundTool, 'tool' | 'withheldInputs'>): void;
  /**
   * Called when no guard can stop the call any more, right before its tool
   * runs.
   */
  starts?(): void;
  /** Called once, whichever way the operation ends. */
  ended(end: OperationEnd): void;
}

/** Starts to observe an operation. */
export type Observer = (operation: Operation) => OperationObserver;

/** The result of an operation that does not throw. */
export type OperationResult = readonly Tool[] | ToolOutcome;

/** What a running operation reports. */
export type Progress = Required<Pick<OperationObserver, 'found' | 'starts'>>;

/**
 * Runs an operation with all observers around it. Returns its result, and
 * rethrows its errors, unchanged.
 */
export type Observe = <T extends OperationResult>(
  operation: Operation,
  run: (progress: Progress) => Promise<T>,
) => Promise<T>;
