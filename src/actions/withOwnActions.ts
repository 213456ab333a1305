import { isDeepStrictEqual } from 'node:util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import type { ListsActions } from './ActionLists';
import { RareWarnings } from './RareWarnings';

const MAX_SHOWN_LENGTH = 100;

export interface OwnActionsOptions {
  /** Plugins that are asked for actions, as configured right now. */
  pluginSources: () => readonly string[];
  logger: LoggerService;
}

interface ForeignAction {
  action: ActionsServiceAction;
  reason: string;
}

/**
 * Leaves out what a plugin lists in the name of another: it could make a
 * destructive action look read-only, or serve one that is not offered.
 *
 * @remarks The Actions Service puts the answers of all plugins into one list and
 * does not say who answered what. So of two that list the same action differently
 * neither can be believed.
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

/** A plugin that is a source twice lists the same twice, which is no contest. */
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

/** Calls go to the plugin that the id begins with, wherever the action was listed. */
function reasonAgainst(
  { id, pluginId }: ActionsServiceAction,
  sources: ReadonlySet<string>,
): string | undefined {
  if (!id.startsWith(`${pluginId}:`)) {
    return `its id does not begin with its plugin, ${shown(pluginId)}`;
  }
  // Without sources the list comes from an Actions Service of your own.
  return sources.size > 0 && !sources.has(pluginId)
    ? 'its plugin is not in backend.actions.pluginSources'
    : undefined;
}

interface WarnOptions {
  sources: ReadonlySet<string>;
  warnings: RareWarnings;
}

/** One warning for each source, and one for all ids that a plugin makes up. */
function warnOf(
  foreign: readonly ForeignAction[],
  { sources, warnings }: WarnOptions,
): void {
  for (const { action, reason } of foreign) {
    warnings.warn(
      sources.has(action.pluginId) ? action.pluginId : '',
      `The action ${shown(action.id)} is left out: ${reason}. Find the plugin that lists actions of another`,
    );
  }
}

/** Text of a plugin, for one line of the log. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, MAX_SHOWN_LENGTH));
}
