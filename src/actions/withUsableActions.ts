import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { LRUCache } from 'lru-cache';
import type { ListsActions } from './ActionLists';
import type { UnusableAction } from '../tools/unusableAction';
import { isObject, reasonAgainstAction } from './reasonAgainstAction';

/** More tools no model can choose from, and a plugin that lists more is broken. */
const MAX_ACTIONS_PER_PLUGIN = 1_000;
const MAX_SHOWN_ID_LENGTH = 256;

/**
 * Bounds what plugins list: the Actions Service passes on whatever a plugin
 * answered, and one plugin's mistake must not cost anybody the tools of others.
 * An action that nothing can be made of is kept by name, with the reason.
 */
export function withUsableActions(
  actions: ListsActions,
  logger: LoggerService,
): ListsActions {
  const logged = new LRUCache<string, true>({ max: 1_000 });
  const logOnce = (id: string, reason: string) => {
    if (!logged.has(id)) {
      logger.warn(`${id} is left out: ${reason}`);
    }
    logged.set(id, true);
  };
  return {
    async list(options) {
      const { actions: listed } = await actions.list(options);
      const counts = new Map<string, number>();
      return {
        actions: listed.flatMap(action =>
          toUsable(action, { counts, logOnce }),
        ),
      };
    },
  };
}

interface Listing {
  /** Actions so far, by plugin id. */
  counts: Map<string, number>;
  logOnce(id: string, reason: string): void;
}

function toUsable(
  action: unknown,
  { counts, logOnce }: Listing,
): ActionsServiceAction[] {
  if (
    !isObject(action) ||
    typeof action.id !== 'string' ||
    typeof action.pluginId !== 'string'
  ) {
    logOnce('An action', 'it has no id');
    return [];
  }
  const pluginId = toShown(action.pluginId);
  const count = (counts.get(pluginId) ?? 0) + 1;
  counts.set(pluginId, count);
  if (count > MAX_ACTIONS_PER_PLUGIN) {
    logOnce(
      `What ${pluginId} lists beyond ${MAX_ACTIONS_PER_PLUGIN} actions`,
      'no plugin may list more',
    );
    return [];
  }
  const reason = reasonAgainstAction(action);
  if (reason) {
    logOnce(toShown(action.id), reason);
    return [toUnusable(action.id, pluginId, reason)];
  }
  const { unusableBecause, ...usable } = action;
  return [
    (unusableBecause === undefined
      ? action
      : usable) as unknown as ActionsServiceAction,
  ];
}

function toUnusable(
  id: string,
  pluginId: string,
  unusableBecause: string,
): UnusableAction {
  return {
    id: toShown(id),
    pluginId,
    name: '',
    title: '',
    description: '',
    schema: { input: {}, output: {} },
    attributes: { readOnly: false, destructive: true, idempotent: false },
    unusableBecause,
  };
}

/** An id as logs and reports may show it. */
function toShown(id: string): string {
  return id.slice(0, MAX_SHOWN_ID_LENGTH).replace(/[^\x20-\x7e]/g, '?');
}
