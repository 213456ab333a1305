import {
  type NamedAction,
  toToolAliases,
  toToolName,
  withStableSuffix,
} from './toolName';
import { DEFAULT_MAX_TOOL_NAME_LENGTH } from '../tools/types';

function namedAction(id: string): NamedAction {
  const [pluginId] = id.split(':');
  return { id, pluginId, name: id.slice(pluginId.length + 1) };
}

describe('toToolName', () => {
  it.each([
    { action: 'greeter:greet', tool: 'greeter_greet' },
    {
      action: 'catalog:get-catalog-entity',
      tool: 'catalog_get_catalog_entity',
    },
    { action: 'my-plugin:greet', tool: 'my_plugin_greet' },
    { action: 'catalog:deleteEntity', tool: 'catalog_delete_entity' },
    { action: 'catalog:delete_entity', tool: 'catalog_delete_entity' },
    { action: 'catalog:delete.entity', tool: 'catalog_delete_entity' },
    { action: 'catalog:delete entity!', tool: 'catalog_delete_entity' },
    { action: 'catalog:--delete--entity--', tool: 'catalog_delete_entity' },
    { action: 'catalog:list2Entities', tool: 'catalog_list2_entities' },
    { action: 'catalog:grüß', tool: 'catalog_gr_b692ef' },
    { action: 'é:é', tool: 'tool_d57c0d' },
  ])('names $action $tool', ({ action, tool }) => {
    expect(toToolName(namedAction(action))).toBe(tool);
  });

  it.each([
    // From Red Hat and the community, whose actions repeat their plugin.
    {
      action: 'backstage-community-argocd:argocd:find-applications',
      tool: 'backstage_community_argocd_find_applications',
    },
    {
      action: 'backstage-community-argocd:argocd:get-revision-details',
      tool: 'backstage_community_argocd_get_revision_details',
    },
    { action: 'jenkins:jenkins-list-builds', tool: 'jenkins_list_builds' },
    {
      action: 'kubernetes-mcp-extras:get-kubernetes-resources-for-entity',
      tool: 'kubernetes_mcp_extras_get_resources_for_entity',
    },
    // Inside the name, it describes what the action does.
    {
      action: 'kubernetes:get-kubernetes-resources-for-entity',
      tool: 'kubernetes_get_kubernetes_resources_for_entity',
    },
    { action: 'catalog:catalog', tool: 'catalog_catalog' },
  ])('does not name the plugin of $action twice', ({ action, tool }) => {
    expect(toToolName(namedAction(action))).toBe(tool);
  });

  it('removes hidden characters in dotted style', () => {
    expect(
      toToolName(namedAction('catalog:get\u202e-entity'), { style: 'dotted' }),
    ).toBe('catalog.get-entity_3ce88b');
  });

  it('keeps a name of 48 characters', () => {
    const action = namedAction(`catalog:${'x'.repeat(40)}`);

    expect(toToolName(action)).toBe(`catalog_${'x'.repeat(40)}`);
  });

  it('cuts a name of 49 characters and appends a hash of the action id', () => {
    const action = namedAction(`catalog:${'x'.repeat(41)}`);

    expect(toToolName(action)).toBe(`catalog_${'x'.repeat(33)}_5d3f62`);
  });

  it.each([
    {
      action: 'kubernetes:list-all-deployments-of-every-namespace-in-cluster',
      tool: 'kubernetes_list_all_deployments_of_every__84295e',
    },
    {
      action: 'kubernetes:list-all-deployments-of-every-namespace-in-region',
      tool: 'kubernetes_list_all_deployments_of_every__2e2ddc',
    },
  ])(
    'keeps long names with a common start apart: $tool',
    ({ action, tool }) => {
      expect(toToolName(namedAction(action))).toBe(tool);
    },
  );
});

describe('withStableSuffix', () => {
  it('appends six hexadecimal digits to a short name', () => {
    expect(
      withStableSuffix('catalog_delete_entity', 'catalog:delete-entity'),
    ).toBe('catalog_delete_entity_ef087b');
  });

  it('cuts a long name to make room for the suffix', () => {
    expect(
      withStableSuffix('x'.repeat(60), 'catalog:delete-entity'),
    ).toHaveLength(DEFAULT_MAX_TOOL_NAME_LENGTH);
  });
});

describe('toToolAliases', () => {
  it('returns the spellings that people and models use', () => {
    expect(toToolAliases(namedAction('catalog:delete-entity'))).toEqual([
      'catalog:delete-entity',
      'catalog.delete-entity',
      'catalog_delete_entity',
      'catalog-delete-entity',
      'delete-entity',
      'delete_entity',
    ]);
  });

  it('returns the full form of a name that is too long to list', () => {
    expect(
      toToolAliases(
        namedAction(
          'kubernetes:list-all-deployments-of-every-namespace-in-cluster',
        ),
      ),
    ).toContain(
      'kubernetes_list_all_deployments_of_every_namespace_in_cluster',
    );
  });
});
