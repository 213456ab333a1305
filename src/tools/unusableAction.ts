import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';

/** An action of which only the name is left, since nothing can be made of it. */
export interface UnusableAction extends ActionsServiceAction {
  readonly unusableBecause: string;
}

/** Why the action is unusable, if it is. */
export function reasonOfUnusable(
  action: ActionsServiceAction,
): string | undefined {
  return (action as Partial<UnusableAction>).unusableBecause;
}
