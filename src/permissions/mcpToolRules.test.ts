import type { McpTool } from './mcpToolResourceRef';
import { mcpToolRules } from './mcpToolRules';

const { isAction, isOfPlugin, hasAttributes, isOnServer } = mcpToolRules;

const GET: McpTool = {
  actionId: 'catalog:get-entity',
  pluginId: 'catalog',
  attributes: { readOnly: true, destructive: false, idempotent: true },
  serverKey: 'default',
};

interface Row {
  rule: string;
  params: object;
  fits: boolean;
  apply: () => boolean;
  query: () => boolean;
}

const byIds = (ids: string[], fits: boolean): Row => ({
  rule: 'IS_ACTION',
  params: { ids },
  fits,
  apply: () => isAction.apply(GET, { ids }),
  query: () => (isAction.toQuery({ ids }) as Query)(GET),
});
const byPlugins = (pluginIds: string[], fits: boolean): Row => ({
  rule: 'IS_OF_PLUGIN',
  params: { pluginIds },
  fits,
  apply: () => isOfPlugin.apply(GET, { pluginIds }),
  query: () => (isOfPlugin.toQuery({ pluginIds }) as Query)(GET),
});
const byAttributes = (
  params: Partial<McpTool['attributes']>,
  fits: boolean,
) => ({
  rule: 'HAS_ATTRIBUTES',
  params,
  fits,
  apply: () => hasAttributes.apply(GET, params),
  query: () => (hasAttributes.toQuery(params) as Query)(GET),
});
const byServers = (keys: string[], fits: boolean): Row => ({
  rule: 'IS_ON_SERVER',
  params: { keys },
  fits,
  apply: () => isOnServer.apply(GET, { keys }),
  query: () => (isOnServer.toQuery({ keys }) as Query)(GET),
});

type Query = (tool: McpTool) => boolean;

describe('mcpToolRules', () => {
  it.each<Row>([
    byIds(['catalog:get-entity'], true),
    byIds(['catalog:*'], true),
    byIds(['*:get-*'], true),
    byIds(['search:*', 'catalog:{get,list}-entity'], true),
    byIds(['catalog'], false),
    byIds(['get-entity'], false),
    byIds(['catalog_get_entity'], false),
    byIds([], false),
    byPlugins(['search', 'catalog'], true),
    byPlugins(['cat*'], false),
    byPlugins([], false),
    byAttributes({ readOnly: true }, true),
    byAttributes(
      { readOnly: true, destructive: false, idempotent: true },
      true,
    ),
    byAttributes({ readOnly: true, idempotent: false }, false),
    byAttributes({ destructive: true }, false),
    byServers(['support', 'default'], true),
    byServers(['*'], false),
    byServers([], false),
  ])('$rule $params: $fits', ({ fits, apply, query }) => {
    expect(apply()).toBe(fits);
    expect(query()).toBe(fits);
  });

  const schemaOf = (name: string) =>
    Object.values(mcpToolRules).find(rule => rule.name === name)!.paramsSchema!;

  it.each<{ rule: string; params: unknown }>([
    { rule: 'IS_ACTION', params: undefined },
    { rule: 'IS_ACTION', params: { ids: 'catalog:*' } },
    { rule: 'IS_ACTION', params: { ids: ['catalog:*'], id: 'catalog:*' } },
    { rule: 'IS_OF_PLUGIN', params: { pluginId: 'catalog' } },
    { rule: 'HAS_ATTRIBUTES', params: {} },
    { rule: 'HAS_ATTRIBUTES', params: { readonly: true } },
    { rule: 'HAS_ATTRIBUTES', params: { readOnly: 'true' } },
    { rule: 'IS_ON_SERVER', params: { keys: [1] } },
  ])('$rule refuses $params', async ({ rule, params }) => {
    const { issues } = await schemaOf(rule)['~standard'].validate(params);
    expect(issues).not.toHaveLength(0);
  });
});
