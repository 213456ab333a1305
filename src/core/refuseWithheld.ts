import type { JsonObject } from '@backstage/types';
import type { FoundTool, ToolOutcome } from '../tools/types';

/** An entity reference such as `template:default/website` or `website`. */
const TEMPLATE_REF = /^(?:template:)?(?:([\w.-]{1,63})\/)?([\w.-]{1,63})$/i;

/**
 * Refuses a call that sends an input withheld from AI clients. The action must
 * not run: what the model knows, its provider knows too.
 *
 * @param portalUrl - the base URL of the app, where users can run some actions
 */
export function refuseWithheld(
  { tool, withheldInputs = [] }: FoundTool,
  input: JsonObject,
  portalUrl?: string,
): ToolOutcome | undefined {
  const sent = withheldInputs.filter(name =>
    Object.hasOwn(Object(input), name),
  );
  if (sent.length === 0) {
    return undefined;
  }
  const page = portalUrl && portalPage(tool.actionId, input);
  const link = page ? `: ${portalUrl.replace(/\/$/, '')}${page}` : '';
  const names = sent.join(', ');
  const message = `${names} ${sent.length > 1 ? 'are' : 'is'} not taken from AI clients. Run this in the portal${link}`;
  return {
    status: 'failed',
    tool,
    error: { name: 'InputError', message },
    message: `InputError: ${message}`,
  };
}

/** The portal page where users can do what the action does. */
function portalPage(actionId: string, input: JsonObject): string | undefined {
  if (actionId !== 'scaffolder:execute-template') {
    return undefined;
  }
  const { templateRef } = input;
  const [, namespace = 'default', name] =
    (typeof templateRef === 'string' && TEMPLATE_REF.exec(templateRef)) || [];
  return name ? `/create/templates/${namespace}/${name}` : '/create';
}
