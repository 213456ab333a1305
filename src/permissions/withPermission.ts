import type { ErrorLike } from '@backstage/errors';
import type { CallContext, FoundTool, Guard } from '../tools/types';
import type { PermittedTools } from './PermittedTools';
import type { ToolDecisions } from './ToolDecisions';

export interface WithPermissionOptions {
  decisions: Pick<ToolDecisions, 'decide'>;
  tools: Pick<PermittedTools, 'nearest'>;
}

/**
 * Runs only what the permission policy permits at the time of the call. To the
 * caller, a denied tool looks like an unknown one.
 */
export function withPermission({
  decisions,
  tools,
}: WithPermissionOptions): Guard {
  return run => async (context, found, args) => {
    const decision = await decisions.decide(context);
    if (decision.permits(found.tool, context.server)) {
      return run(context, found, args);
    }
    // A plugin that does not list its actions must not hide the denial.
    const nearest = await tools.nearest(context, found).catch(() => []);
    return { status: 'unknown', nearest, denial: toDenial(context, found) };
  };
}

function toDenial({ server }: CallContext, { tool }: FoundTool): ErrorLike {
  const message = `The permission policy denies mcp.tool.use for ${tool.actionId} on the server ${server.key}`;
  return { name: 'NotAllowedError', message };
}
