import authPlugin from '@backstage/plugin-auth-backend';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import type { JsonObject } from '@backstage/types';
import Ajv from 'ajv';
import { connect, type McpClient } from './__testUtils__/connect';
import fieldActions from './__testUtils__/fieldActions.json';
import { FIELD_SAMPLES } from './__testUtils__/fieldSamples';
import { TOOL_NAME, violationsOf } from './__testUtils__/providerRules';
import {
  type McpBackend,
  startMcpBackend,
} from './__testUtils__/startMcpBackend';
import { toPortableKey } from './tools/schema/schemaNodes';
import { toOutputSchema } from './tools/schema/outputSchema';
import { toPortableSchema } from './tools/schema/toPortableSchema';

const ajv = new Ajv({ strict: false, validateFormats: false });

/**
 * As served by the registries of the real plugins, in November 2026; they are
 * not installed here.
 */
const FIELD_ACTIONS = fieldActions as unknown as Record<
  string,
  { servedBy: string; input: JsonObject; output: JsonObject }
>;

/** Arguments of the real actions: what they take, and what they do not. */
const REAL_ACTIONS: Record<string, { valid: object[]; invalid: object[] }> = {
  auth_who_am_i: { valid: [{}], invalid: [] },
  catalog_get_catalog_model_description: { valid: [{}], invalid: [] },
  catalog_get_catalog_entity: {
    valid: [{ name: 'web' }, { name: 'web', kind: 'Component' }],
    invalid: [{}, { name: 5 }],
  },
  catalog_validate_entity: {
    valid: [{ entity: 'kind: Component' }],
    invalid: [{}, { entity: { kind: 'Component' } }],
  },
  catalog_register_entity: {
    valid: [{ locationUrl: 'https://a.example/catalog-info.yaml' }],
    invalid: [{}],
  },
  catalog_unregister_entity: {
    valid: [{ type: { locationId: 'a' } }, { type: { locationUrl: 'b' } }],
    invalid: [{}, { type: 'a' }],
  },
  catalog_query_catalog_entities: {
    valid: [
      {},
      { query: { kind: 'Component', 'spec.type': 'service' }, limit: 20 },
      { query: { [toPortableKey('$not')]: { kind: 'Group' } } },
      {
        query: {
          [toPortableKey('$all')]: [
            { kind: { [toPortableKey('$in')]: ['API', 'Component'] } },
            {
              [toPortableKey('$any')]: [
                { 'metadata.name': { [toPortableKey('$hasPrefix')]: 'a' } },
                { 'metadata.tags': { [toPortableKey('$contains')]: 'java' } },
              ],
            },
          ],
        },
        orderFields: { field: 'metadata.name', order: 'asc' },
        fullTextFilter: { term: 'a', fields: ['metadata.name'] },
      },
    ],
    invalid: [{ limit: 0 }, { orderFields: { field: 'a', order: 'up' } }],
  },
  catalog_refresh_catalog_entity: {
    valid: [{ name: 'web' }],
    invalid: [{}],
  },
};

describe('the actions of catalog and auth, as their registries serve them', () => {
  let backend: McpBackend;
  let client: McpClient;
  let schemas: Map<string, JsonObject>;

  beforeAll(async () => {
    backend = await startMcpBackend({
      features: [catalogPlugin, authPlugin],
      config: {
        app: { baseUrl: 'http://localhost:3000' },
        backend: {
          baseUrl: 'http://localhost:7007',
          actions: { pluginSources: ['catalog', 'auth'] },
        },
      },
    });
    client = await connect(backend.url, { era: '2026-07-28', sdk: 'v2' });
    const { tools } = await client.listTools();
    schemas = new Map(
      tools.map(({ name, inputSchema }) => [name, inputSchema as JsonObject]),
    );
  });

  afterAll(async () => {
    await client?.close();
    await backend?.stop();
  });

  it('are all listed, and these tests know them all', () => {
    expect([...schemas.keys()].sort()).toEqual(
      Object.keys(REAL_ACTIONS).sort(),
    );
  });

  it.each(Object.keys(REAL_ACTIONS))('keep to the rules: %s', name => {
    expect(name).toMatch(TOOL_NAME);
    expect(violationsOf(schemas.get(name)!)).toEqual([]);
  });

  it.each(Object.entries(REAL_ACTIONS))(
    'take what they take: %s',
    (name, { valid, invalid }) => {
      const accepts = ajv.compile(schemas.get(name)!);
      expect(valid.filter(args => !accepts(args))).toEqual([]);
      expect(invalid.filter(args => accepts(args))).toEqual([]);
    },
  );

  it.each(REAL_ACTIONS.catalog_query_catalog_entities.valid)(
    'are callable with %j',
    async args => {
      const result = await client.callTool({
        name: 'catalog_query_catalog_entities',
        arguments: args as JsonObject,
      });
      expect(result).toMatchObject({
        structuredContent: { items: [], totalItems: 0 },
      });
    },
  );

  it('are callable with the keys that their descriptions tell', async () => {
    const result = await client.callTool({
      name: 'catalog_query_catalog_entities',
      arguments: { query: { $all: [{ kind: { $in: ['API'] } }] } },
    });
    expect(result).toMatchObject({ structuredContent: { items: [] } });
  });

  it('refuse what they do not take', async () => {
    const result = await client.callTool({
      name: 'catalog_query_catalog_entities',
      arguments: { query: { [toPortableKey('$all')]: 'API' } },
    });
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^InputError: /) }],
    });
  });

  it('are called on behalf of the caller', async () => {
    await using jane = await connect(backend.url, {
      era: '2025-11-25',
      sdk: 'v2',
      as: 'user:default/jane',
    });
    const result = await jane.callTool({ name: 'auth_who_am_i' });
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('user:default/jane') }],
    });
  });
});

describe('the actions of scaffolder, search, notifications and kubernetes', () => {
  it('are all known to these tests', () => {
    expect(FIELD_SAMPLES.map(({ action }) => action).sort()).toEqual(
      Object.keys(FIELD_ACTIONS).sort(),
    );
  });
});

describe.each(FIELD_SAMPLES)('$action', ({ action, valid, invalid }) => {
  const { input, output } = FIELD_ACTIONS[action];
  const { schema, toInput } = toPortableSchema(input);

  it('keeps to the rules of every provider', () => {
    expect(violationsOf(schema)).toEqual([]);
    expect(violationsOf(toOutputSchema(output)?.schema ?? {})).toEqual([]);
  });

  it('takes what the action takes, and refuses what the action refuses', () => {
    const acceptsOwn = ajv.compile(input);
    const acceptsPortable = ajv.compile(schema);
    const takes = (args: object) =>
      acceptsPortable(args) && acceptsOwn(toInput(args as JsonObject));
    expect(valid.filter(args => !takes(args))).toEqual([]);
    expect(invalid.filter(takes)).toEqual([]);
  });
});
