import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { ActionLists } from './ActionLists';
import {
  CachedActionLists,
  type CachedActionListsOptions,
} from './CachedActionLists';
import { withListTimeout } from './withListTimeout';
import { type OwnActionsOptions, withOwnActions } from './withOwnActions';
import { withUsableActions } from './withUsableActions';

export interface CreateActionListsOptions
  extends CachedActionListsOptions, OwnActionsOptions {
  rootConfig: Pick<RootConfigService, 'subscribe'>;
}

/**
 * The lists of actions, without what broken plugins list. They are remembered,
 * and forgotten when the configuration changes. With a `ttlMs` of 0 none is.
 */
export function createActionLists({
  actions: given,
  pluginSources,
  ttlMs,
  rootConfig,
  logger,
}: CreateActionListsOptions): ActionLists {
  const usable = withUsableActions(given, logger);
  const actions = withOwnActions(usable, { pluginSources, logger });
  if (ttlMs === 0) {
    return {
      list: async ({ credentials }) => {
        const listed = actions.list({ credentials });
        return (await withListTimeout(listed)).actions;
      },
      known: () => undefined,
      everyones: () => [],
    };
  }
  const lists = CachedActionLists.create({ actions, ttlMs, logger });
  rootConfig.subscribe?.(() => lists.clear());
  return lists;
}
