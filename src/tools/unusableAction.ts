import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';

/** An action that cannot be served. Only its name is kept. */
export interface UnusableAction extends ActionsServiceAction {
  readonly unusableBecause: string;
}

/** Returns why the action is unusable, or undefined if it is usable. */
export function reasonOfUnusable(
  action: ActionsServiceAction,
): string | undefined {
  return (action as Partial<UnusableAction>).unusableBecause;
}
