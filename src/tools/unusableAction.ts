import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';

/** An action that cannot be served; only its name is kept. */
export interface UnusableAction extends ActionsServiceAction {
  readonly unusableBecause: string;
}

/** Why the action is unusable, or undefined if it is not. */
export function reasonOfUnusable(
  action: ActionsServiceAction,
): string | undefined {
  return (action as Partial<UnusableAction>).unusableBecause;
}
