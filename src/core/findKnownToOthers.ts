import type { BackstageServicePrincipal } from '@backstage/backend-plugin-api';
import type { ActionLists } from '../actions/ActionLists';
import type { ToolCatalogs } from '../catalog/ToolCatalogs';
import { NO_REQUEST_FILTER } from '../tools/requestFilter';
import type { CallContext, FoundTool } from '../tools/types';

export interface KnownToOthers {
  lists: Pick<ActionLists, 'everyones'>;
  catalogs: Pick<ToolCatalogs, 'made'>;
}

/**
 * Finds the tool that a name means in every remembered list of this server,
 * provided that all lists agree on the action. This grants nothing: the plugin
 * that owns the action checks filters, permission and input again. A request
 * with a filter, or whose token has access restrictions, needs its own list.
 *
 * @remarks Creates no catalog, since there may be many lists. The report at
 * startup has already created one for each server.
 */
export function findKnownToOthers(
  { credentials, requestFilter, server }: CallContext,
  name: string,
  { lists, catalogs }: KnownToOthers,
): FoundTool | undefined {
  const { accessRestrictions } =
    credentials.principal as Partial<BackstageServicePrincipal>;
  if (requestFilter !== NO_REQUEST_FILTER || accessRestrictions) {
    return undefined;
  }
  let known: FoundTool | undefined;
  for (const actions of lists.everyones()) {
    const found = catalogs.made(actions, server)?.find(name);
    known ??= found;
    if (found && found.tool.actionId !== known?.tool.actionId) {
      return undefined;
    }
  }
  return known;
}
