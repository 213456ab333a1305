import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Observe } from '../tools/observe';
import type { Guard, ToolService } from '../tools/types';

/** The tools, what may stop a call of them, and who sees what happens. */
export interface ObservedTools {
  readonly tools: ToolService;
  /** Stands around each run. */
  readonly guard: Guard;
  readonly observe: Observe;
  readonly logger: LoggerService;
}
