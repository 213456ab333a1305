import type { Tool } from '../tools/types';

/** A tool that changes nothing. */
export const greet: Tool = {
  name: 'greeter_greet',
  title: 'Greet',
  description: 'Greets someone',
  inputSchema: { type: 'object' },
  attributes: { readOnly: true, destructive: false, idempotent: true },
  actionId: 'greeter:greet',
  pluginId: 'greeter',
};
