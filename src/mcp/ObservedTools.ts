import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Observe } from '../tools/observe';
import type { Guard, ToolService } from '../tools/types';

/** The tools, the guard around their calls, and the observers of calls. */
export interface ObservedTools {
  readonly tools: ToolService;
  /** Wraps each run of a tool. */
  readonly guard: Guard;
  readonly observe: Observe;
  readonly logger: LoggerService;
}
