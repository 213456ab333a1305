import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';

/** An action that changes nothing, as the Actions Service lists it. */
export function sampleAction(
  id: string,
  given: Partial<ActionsServiceAction> = {},
): ActionsServiceAction {
  const [pluginId, name] = id.split(':');
  return {
    id,
    pluginId,
    name,
    title: name,
    description: name,
    schema: { input: { type: 'object' }, output: {} },
    attributes: { readOnly: true, destructive: false, idempotent: true },
    ...given,
  };
}
