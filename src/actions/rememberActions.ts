import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { CachingActionsService } from './CachingActionsService';
import type { RememberingActionsService } from './RememberingActionsService';
import { withinTime } from './withinTime';

export interface RememberActionsOptions {
  actions: ActionsService;
  /** How long a list is fresh; 0 remembers none. */
  ttlMs: number;
  logger: LoggerService;
  rootConfig: RootConfigService;
}

/** Remembers the lists of actions, and forgets them when the configuration changes. */
export function rememberActions(
  options: RememberActionsOptions,
): RememberingActionsService {
  const { actions, ttlMs, rootConfig } = options;
  if (ttlMs === 0) {
    return {
      list: ({ credentials }) => withinTime(actions.list({ credentials })),
      invoke: invocation => actions.invoke(invocation),
    };
  }
  const caching = CachingActionsService.create(options);
  rootConfig.subscribe?.(() => caching.clear());
  return caching;
}
