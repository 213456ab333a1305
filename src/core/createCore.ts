import type { AuthService } from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import {
  createActionLists,
  type CreateActionListsOptions,
} from '../actions/createActionLists';
import { explainEmptyList } from '../actions/explainEmptyList';
import {
  ActionToolService,
  type ActionToolServiceOptions,
} from './ActionToolService';

export interface CreateCoreOptions
  extends
    Omit<CreateActionListsOptions, 'actions'>,
    Pick<
      ActionToolServiceOptions,
      'catalog' | 'coerceArguments' | 'output' | 'portalUrl' | 'shownErrors'
    > {
  actions: ActionsService;
  auth: AuthService;
}

/** Creates the tools of this backend, before any guard wraps them. */
export function createCore(options: CreateCoreOptions): ActionToolService {
  const { actions, auth, logger, rootConfig, pluginSources, ttlMs } = options;
  return ActionToolService.create({
    actions,
    logger,
    pluginSources,
    lists: createActionLists({
      actions,
      pluginSources,
      ttlMs,
      rootConfig,
      logger,
    }),
    explainEmptyList: credentials =>
      explainEmptyList(credentials, { auth, pluginSources: pluginSources() }),
    catalog: options.catalog,
    coerceArguments: options.coerceArguments,
    output: options.output,
    portalUrl: options.portalUrl,
    shownErrors: options.shownErrors,
  });
}
