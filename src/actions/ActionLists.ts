import type {
  ActionsService,
  ActionsServiceAction,
} from '@backstage/backend-plugin-api/alpha';
import type { Viewer } from '../tools/types';

/** The part of the Actions Service that lists actions. */
export type ListsActions = Pick<ActionsService, 'list'>;

export type ActionList = readonly ActionsServiceAction[];

export interface ListOptions {
  /**
   * Waits for a list that is at most a second old. Falls back to the known list
   * when the plugins take too long.
   */
  waitForFresh?: boolean;
}

/**
 * Lists the actions that a principal sees. Lists with equal content are the
 * same object.
 */
export interface ActionLists {
  list(viewer: Viewer, options?: ListOptions): Promise<ActionList>;
  /** The remembered list of the principal, if any. Sends no requests. */
  known(viewer: Pick<Viewer, 'viewKey'>): ActionList | undefined;
  /** The remembered lists of all principals, most recently used first. */
  everyones(): Iterable<ActionList>;
}
