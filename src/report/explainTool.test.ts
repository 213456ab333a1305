import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMcpActionsConfig } from '../config/readMcpActionsConfig';
import { ToolCatalog } from '../catalog/ToolCatalog';
import type { PermitsTool } from '../tools/permitsTool';
import { createCatalogs } from './Catalogs';
import { explainTool } from './explainTool';

function sampleAction(id: string): ActionsServiceAction {
  const [pluginId, name] = id.split(':');
  return {
    id,
    pluginId,
    name,
    title: `Title of ${name}`,
    description: `Description of ${name}`,
    schema: { input: { type: 'object' }, output: {} },
    attributes: { readOnly: false, destructive: true, idempotent: true },
  };
}

const ACTIONS: ActionsServiceAction[] = [
  sampleAction('catalog:delete-entity'),
  sampleAction('greeter:greet'),
  {
    ...sampleAction('catalog:rotate-keys'),
    schema: {
      input: { type: 'object' },
      output: {},
      secrets: {
        type: 'object',
        properties: { token: { type: 'string' } },
        required: ['token'],
      },
    },
  },
];

/**
 * Catalog and greeter respond. Search is configured but silent. Two are not
 * configured.
 */
function explain(
  asked: string,
  mcpActions: JsonObject = {},
  actions: ActionsServiceAction[] = ACTIONS,
) {
  const config = readMcpActionsConfig(
    new ConfigReader({
      backend: {
        actions: { pluginSources: ['catalog', 'greeter', 'search'] },
      },
      mcpActions,
    }),
  );
  const catalogs = createCatalogs(
    ({ filter }) => ToolCatalog.create(actions, { ...config, filter }),
    config.servers,
  );
  return explainTool(asked, {
    catalogs,
    config,
    missingSources: ['tech-docs', 'scaffolder'],
  });
}

describe('explainTool', () => {
  it.each([
    'catalog:delete-entity',
    'catalog_delete_entity',
    'catalog.delete-entity',
    'delete-entity',
  ])('finds the tool as %s', asked => {
    expect(explain(asked)).toEqual({
      asked,
      actionId: 'catalog:delete-entity',
      servers: [{ key: 'default', listed: true }],
    });
  });

  it.each<{ filter: JsonObject; reason: string }>([
    {
      filter: { exclude: [{ id: 'greeter:*' }, { id: 'catalog:*' }] },
      reason: 'mcpActions.default.filter.exclude[1] matches',
    },
    {
      filter: { include: [{ attributes: { readOnly: true } }] },
      reason: 'no rule of mcpActions.default.filter.include matches',
    },
    {
      filter: {
        include: [{ id: 'catalog:*' }],
        exclude: [{ attributes: { destructive: true } }],
      },
      reason: 'mcpActions.default.filter.exclude[0] matches',
    },
  ])('explains that $reason', ({ filter, reason }) => {
    expect(
      explain('catalog:delete-entity', { default: { filter } }).servers,
    ).toEqual([{ key: 'default', listed: false, reason }]);
  });

  it('explains the tool for each server', () => {
    const greetings = {
      name: 'Greetings',
      filter: { include: [{ id: 'greeter:*' }] },
    };

    expect(
      explain('catalog:delete-entity', { servers: { greetings } }).servers,
    ).toEqual([
      { key: 'default', listed: true },
      {
        key: 'greetings',
        listed: false,
        reason:
          'no rule of mcpActions.servers.greetings.filter.include matches',
      },
    ]);
  });

  describe('with servers that each have a tool with the same name', () => {
    const actions = [
      sampleAction('greeter:send'),
      sampleAction('catalog:send'),
    ];
    const greetings = {
      name: 'Greetings',
      filter: { include: [{ id: 'greeter:*' }] },
    };
    const entities = {
      name: 'Entities',
      filter: { include: [{ id: 'catalog:*' }] },
    };
    const apart = {
      namespacedToolNames: false,
      default: { enabled: false },
      servers: { greetings, entities },
    };
    const noRuleOf = (key: string) =>
      `no rule of mcpActions.servers.${key}.filter.include matches`;

    it('explains the tool of the first server, and names the tool on the other', () => {
      expect(explain('send', apart, actions)).toEqual({
        asked: 'send',
        actionId: 'greeter:send',
        servers: [
          { key: 'greetings', listed: true },
          {
            key: 'entities',
            listed: false,
            reason: noRuleOf('entities'),
            otherActionId: 'catalog:send',
          },
        ],
      });
    });

    it('explains the other by its action id', () => {
      expect(explain('catalog:send', apart, actions)).toEqual({
        asked: 'catalog:send',
        actionId: 'catalog:send',
        servers: [
          { key: 'greetings', listed: false, reason: noRuleOf('greetings') },
          { key: 'entities', listed: true },
        ],
      });
    });

    it('says what the name means on a server that lists the tool under another name', () => {
      const mcpActions = {
        ...apart,
        toolNames: { aliases: { send: 'catalog:send' } },
        servers: { greetings, both: { name: 'Both' } },
      };

      expect(explain('send', mcpActions, actions)).toEqual({
        asked: 'send',
        actionId: 'greeter:send',
        servers: [
          { key: 'greetings', listed: true },
          { key: 'both', listed: true, otherActionId: 'catalog:send' },
        ],
      });
    });

    it('explains the tool for a name that means nothing on a server with both', () => {
      const mcpActions = { ...apart, default: {}, servers: { greetings } };

      expect(explain('send', mcpActions, actions)).toEqual({
        asked: 'send',
        actionId: 'greeter:send',
        servers: [
          { key: 'default', listed: true },
          { key: 'greetings', listed: true },
        ],
      });
    });
  });

  it('explains that an action is hidden', () => {
    expect(
      explain('greeter:greet', {
        overrides: { 'greeter:greet': { hidden: true } },
      }),
    ).toEqual({
      asked: 'greeter:greet',
      actionId: 'greeter:greet',
      reason: 'mcpActions.overrides.greeter:greet.hidden',
    });
  });

  it('explains why an action is not a tool', () => {
    expect(explain('catalog:rotate-keys')).toEqual({
      asked: 'catalog:rotate-keys',
      actionId: 'catalog:rotate-keys',
      reason: 'it needs secrets, which must not pass through an AI client',
    });
  });

  it.each([
    'scaffolder:execute-template',
    'scaffolder_execute_template',
    'scaffolder.execute-template',
    'scaffolder-execute-template',
  ])('explains that the plugin of %s is not a source', asked => {
    expect(explain(asked)).toEqual({
      asked,
      reason:
        'scaffolder registers actions but is not in backend.actions.pluginSources. Add it to serve them',
    });
  });

  it('finds a plugin with a hyphen in its id by a tool name', () => {
    expect(explain('tech_docs_read_page').reason).toMatch(
      /^tech-docs registers/,
    );
  });

  it.each([
    {
      asked: 'drop_entity',
      reason:
        'no tool has this name; ask by the action id, <plugin>:<action>, to learn more',
    },
    {
      asked: '',
      reason:
        'no tool has this name; ask by the action id, <plugin>:<action>, to learn more',
    },
    {
      asked: 'kubernetes:list-pods',
      reason: 'kubernetes is not in backend.actions.pluginSources',
    },
    {
      asked: 'search:query',
      reason:
        'search lists no action for you: it is not installed, does not answer, or refuses your credentials (for a static token: accessRestrictions); the log has the failed request',
    },
    {
      asked: 'catalog:drop-entity',
      reason:
        'catalog does not list it for you: it is not registered, backend.actions.filter leaves it out, or you lack its visibility permission',
    },
  ])('explains why there is no $asked', ({ asked, reason }) => {
    expect(explain(asked)).toEqual({ asked, reason });
  });

  describe('with a permission policy', () => {
    const config = readMcpActionsConfig(
      new ConfigReader({
        mcpActions: {
          namespacedToolNames: false,
          servers: {
            one: { name: 'One', filter: { include: [{ id: 'one:*' }] } },
            two: { name: 'Two', filter: { include: [{ id: 'two:*' }] } },
          },
          default: { enabled: false },
        },
      }),
    );
    const actions = [sampleAction('one:get'), sampleAction('two:get')];
    const explainTo = (asked: string, permits: PermitsTool) =>
      explainTool(asked, {
        catalogs: createCatalogs(
          ({ filter }) => ToolCatalog.create(actions, { ...config, filter }),
          config.servers,
          permits,
        ),
        config,
        missingSources: [],
      });

    it('names the permission that denies the tool', () => {
      expect(explainTo('one:get', () => false).servers).toContainEqual({
        key: 'one',
        listed: false,
        reason:
          'the permission policy of the portal denies you mcp.tool.use for it. Ask the operators of the portal for access',
      });
    });

    it('does not name another denied action', () => {
      const isOne: PermitsTool = ({ pluginId }) => pluginId === 'one';

      expect(explainTo('get', () => true).servers?.[1]).toHaveProperty(
        'otherActionId',
        'two:get',
      );
      expect(explainTo('get', isOne).servers?.[1]).not.toHaveProperty(
        'otherActionId',
      );
    });
  });
});
