import type {
  ActionsService,
  ActionsServiceAction,
} from '@backstage/backend-plugin-api/alpha';
import type { Viewer } from '../tools/types';

/** The part of the Actions Service that lists. */
export type ListsActions = Pick<ActionsService, 'list'>;

export type ActionList = readonly ActionsServiceAction[];

export interface ListOptions {
  /**
   * Waits for a list that is no older than a second. Answers the one that is
   * known when the plugins take too long.
   */
  waitForFresh?: boolean;
}

/** Which actions a principal sees. The same list, by identity, for equal content. */
export interface ActionLists {
  list(viewer: Viewer, options?: ListOptions): Promise<ActionList>;
  /** The list of the principal as far as it is remembered, without asking anybody. */
  known(viewer: Pick<Viewer, 'viewKey'>): ActionList | undefined;
  /** What is remembered of anybody, the most recently used first. */
  everyones(): Iterable<ActionList>;
}
