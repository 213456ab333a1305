import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';

/**
 * Leaves out what is no action: the Actions Service passes on what a plugin
 * answered, and one plugin's mistake must not cost anybody the tools of others.
 */
export function withUsableActions(
  actions: ActionsService,
  logger: LoggerService,
): ActionsService {
  let isTold = false;
  return {
    async list(options) {
      const { actions: listed } = await actions.list(options);
      const usable = listed.filter(isUsable);
      const count = listed.length - usable.length;
      if (count > 0 && !isTold) {
        logger.warn(
          `${count} of the actions that plugins list are not as the Actions Registry lists them, and are left out`,
        );
      }
      isTold = count > 0;
      return { actions: usable };
    },
    invoke: options => actions.invoke(options),
  };
}

/** Whether it is what the Actions Registry lists, as far as tools are made of it. */
function isUsable(action: unknown): boolean {
  if (!isObject(action) || !isObject(action.schema)) {
    return false;
  }
  const { id, pluginId, name, title, description, attributes } = action;
  const { schema, examples = [] } = action;
  return (
    [id, pluginId, name, title, description].every(
      value => typeof value === 'string',
    ) &&
    [schema.input, schema.output, attributes].every(isObject) &&
    Array.isArray(examples) &&
    examples.every(isObject)
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
