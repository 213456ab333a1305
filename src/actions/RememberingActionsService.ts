import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import type { Viewer } from '../tools/types';

export interface ListOptions extends Viewer {
  /** A list that is no older is good enough, fresh or not. */
  maxAgeMs?: number;
  /**
   * Waits for a list that is no older than a second. Answers the one that is
   * known when the plugins take too long.
   */
  waitForFresh?: boolean;
}

/** An Actions Service that may remember lists, or just any. */
export interface RememberingActionsService extends Omit<
  ActionsService,
  'list'
> {
  list(options: ListOptions): ReturnType<ActionsService['list']>;
}
