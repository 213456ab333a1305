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

/** How an operation ended, the same for all observers. */
export interface OperationEnd {
  /**
   * `failed`: the action said so, or the plugins did not answer in time.
   * `refused`: there is no such tool for this caller, or the request made no
   * sense. `limited`: the caller called too often. `cancelled`: the client left
   * before the end. `crashed`: anything else.
   */
  readonly outcome:
    'succeeded' | 'failed' | 'refused' | 'limited' | 'cancelled' | 'crashed';
  readonly durationSeconds: number;
  /** The tool of a call, once it was found. */
  readonly tool?: Tool;
  /** The true reason, unless it succeeded. */
  readonly error?: ErrorLike;
  /** Whether the arguments had to be read as what they most likely meant. */
  readonly isCoerced?: boolean;
  /** What the action answered, as it is sent. */
  readonly output?: JsonValue;
  readonly outputSize?: OutputSize;
  /** Of a list. */
  readonly toolCount?: number;
}

/** Sees one operation. Changes nothing and throws nothing. */
export interface OperationObserver {
  /** The tool of a call, which may still be refused. */
  found?(found: Pick<FoundTool, 'tool' | 'withheldInputs'>): void;
  /** Nothing stops the call any more; its tool runs next. */
  starts?(): void;
  /** Once, however the operation ends. */
  ended(end: OperationEnd): void;
}

/** Begins to observe an operation. */
export type Observer = (operation: Operation) => OperationObserver;

/** What an operation comes to when it is not thrown. */
export type OperationResult = readonly Tool[] | ToolOutcome;

/** What the run of an operation reports on its way. */
export type Progress = Required<Pick<OperationObserver, 'found' | 'starts'>>;

/**
 * Runs an operation with all observers around it. Its result, or what it throws,
 * passes unchanged.
 */
export type Observe = <T extends OperationResult>(
  operation: Operation,
  run: (progress: Progress) => Promise<T>,
) => Promise<T>;
