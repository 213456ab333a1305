import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { toGlobMatcher } from '../catalog/toGlobMatcher';
import { once } from '../text/once';
import {
  type McpTool,
  type McpToolPredicate,
  mcpToolResourceRef as resourceRef,
} from './mcpToolResourceRef';

/** Compiles the globs once per condition, not per tool. */
const toAnyMatcher = once((globs: readonly string[]) => {
  const matchers = globs.map(toGlobMatcher);
  return (id: string) => matchers.some(fits => fits(id));
});

const isAction = createPermissionRule({
  name: 'IS_ACTION',
  description: 'Allow tools whose action has one of these ids, or fits a glob',
  resourceRef,
  paramsSchema: z.strictObject({
    ids: z
      .array(z.string())
      .describe('Action ids or globs on them, such as catalog:*'),
  }),
  apply: ({ actionId }: McpTool, { ids }) => toAnyMatcher(ids)(actionId),
  toQuery:
    ({ ids }): McpToolPredicate =>
    tool =>
      toAnyMatcher(ids)(tool.actionId),
});

const isOfPlugin = createPermissionRule({
  name: 'IS_OF_PLUGIN',
  description: 'Allow tools whose action belongs to one of these plugins',
  resourceRef,
  paramsSchema: z.strictObject({
    pluginIds: z
      .array(z.string())
      .describe('Ids of plugins, such as catalog; no globs'),
  }),
  apply: ({ pluginId }: McpTool, { pluginIds }) => pluginIds.includes(pluginId),
  toQuery:
    ({ pluginIds }): McpToolPredicate =>
    tool =>
      pluginIds.includes(tool.pluginId),
});

const attributes = z
  .strictObject({
    readOnly: z.boolean().optional().describe('Whether it changes nothing'),
    destructive: z.boolean().optional().describe('Whether it may destroy'),
    idempotent: z
      .boolean()
      .optional()
      .describe('Whether calling it twice does no more than once'),
  })
  // A rule without attributes would allow every tool.
  .refine(given => Object.values(given).some(value => value !== undefined), {
    message: 'Name at least one attribute',
  });

function hasAll(tool: McpTool, wanted: z.output<typeof attributes>): boolean {
  return (['readOnly', 'destructive', 'idempotent'] as const).every(
    name =>
      wanted[name] === undefined || wanted[name] === tool.attributes[name],
  );
}

const hasAttributes = createPermissionRule({
  name: 'HAS_ATTRIBUTES',
  description: 'Allow tools whose attributes are these',
  resourceRef,
  paramsSchema: attributes,
  apply: (tool: McpTool, wanted) => hasAll(tool, wanted),
  toQuery:
    (wanted): McpToolPredicate =>
    tool =>
      hasAll(tool, wanted),
});

const isOnServer = createPermissionRule({
  name: 'IS_ON_SERVER',
  description: 'Allow tools on these MCP servers',
  resourceRef,
  paramsSchema: z.strictObject({
    keys: z
      .array(z.string())
      .describe('Keys of mcpActions.servers, or default; no globs'),
  }),
  apply: ({ serverKey }: McpTool, { keys }) => keys.includes(serverKey),
  toQuery:
    ({ keys }): McpToolPredicate =>
    tool =>
      keys.includes(tool.serverKey),
});

/** The rules that a policy can use for tools. */
export const mcpToolRules = {
  isAction,
  isOfPlugin,
  hasAttributes,
  isOnServer,
};
