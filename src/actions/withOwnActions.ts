import { isDeepStrictEqual } from 'node:util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import type { ListsActions } from './ActionLists';
import { RareWarnings } from './RareWarnings';

const MAX_SHOWN_LENGTH = 100;

export interface OwnActionsOptions {
  /** The plugins that are asked for actions, as currently configured. */
  pluginSources: () => readonly string[];
  logger: LoggerService;
}

interface ForeignAction {
  action: ActionsServiceAction;
  reason: string;
}

/**
 * Leaves out actions that a plugin lists in the name of another: it could make
 * a destructive action look read-only, or serve one that is not offered.
 *
 * @remarks The Actions Service merges the lists of all plugins and does not say
 * which plugin listed what. So when an action is listed twice with different
 * content, neither version is trusted.
 */
export function withOwnActions(
  actions: ListsActions,
  { pluginSources, logger }: OwnActionsOptions,
): ListsActions {
  const warnings = RareWarnings.create(logger);
  return {
    async list(options) {
      const { actions: listed } = await actions.list(options);
      const sources = new Set(pluginSources());
      const contested = contestedIds(listed);
      const foreign = listed.flatMap((action): ForeignAction[] => {
        const reason = contested.has(action.id)
          ? 'it is listed more than once, with different content'
          : reasonAgainst(action, sources);
        return reason ? [{ action, reason }] : [];
      });
      warnOf(foreign, { sources, warnings });
      const left = new Set(foreign.map(({ action }) => action));
      return { actions: listed.filter(action => !left.has(action)) };
    },
  };
}

/**
 * Ids that are listed with different content. A plugin that is configured twice
 * lists its actions twice with equal content.
 */
function contestedIds(listed: readonly ActionsServiceAction[]): Set<string> {
  const known = new Map<string, ActionsServiceAction>();
  const contested = new Set<string>();
  for (const action of listed) {
    const other = known.get(action.id);
    if (!other) {
      known.set(action.id, action);
    } else if (!contested.has(action.id) && !isDeepStrictEqual(other, action)) {
      contested.add(action.id);
    }
  }
  return contested;
}

/**
 * Calls go to the plugin that the id begins with, wherever the action was
 * listed.
 */
function reasonAgainst(
  { id, pluginId }: ActionsServiceAction,
  sources: ReadonlySet<string>,
): string | undefined {
  if (!id.startsWith(`${pluginId}:`)) {
    return `its id does not begin with its plugin's id, ${shown(pluginId)}`;
  }
  // Without sources, the list comes from a custom Actions Service.
  return sources.size > 0 && !sources.has(pluginId)
    ? 'its plugin is not in backend.actions.pluginSources'
    : undefined;
}

interface WarnOptions {
  sources: ReadonlySet<string>;
  warnings: RareWarnings;
}

/** One warning per source, and one for all ids that a plugin makes up. */
function warnOf(
  foreign: readonly ForeignAction[],
  { sources, warnings }: WarnOptions,
): void {
  for (const { action, reason } of foreign) {
    warnings.warn(
      sources.has(action.pluginId) ? action.pluginId : '',
      `The action ${shown(action.id)} is left out: ${reason}. Find the plugin that lists another plugin's actions`,
    );
  }
}

/** Text of a plugin, shortened for one log line. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, MAX_SHOWN_LENGTH));
}
