import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';

export interface ListOptions {
  credentials: BackstageCredentials;
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
