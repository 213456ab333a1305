import authPlugin from '@backstage/plugin-auth-backend';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import type { JsonObject } from '@backstage/types';
import Ajv from 'ajv';
import traverse from 'json-schema-traverse';
import { connect, type McpClient } from '../__testUtils__/connect';
import fieldActions from '../__testUtils__/fieldActions.json';
import { FIELD_SAMPLES, TAUGHT_QUERIES } from '../__testUtils__/fieldSamples';
import { TOOL_NAME, violationsOf } from '../__testUtils__/providerRules';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { toOutputSchema } from '../schema/outputSchema';
import { toPortableSchema } from '../schema/toPortableSchema';
import { toToolName } from '../catalog/toolName';

const ajv = new Ajv({ strict: false, validateFormats: false });

interface FieldAction {
  servedBy: string;
  title: string;
  description: string;
  input: JsonObject;
  output: JsonObject;
}

/**
 * As the registries of the real plugins serve them in November 2026. Not all of
 * those plugins are installed here.
 */
const FIELD_ACTIONS = fieldActions as unknown as Record<string, FieldAction>;

/** Size of names, descriptions and input schemas, which a model reads. */
const MAX_STOCK_CHARACTERS = 12_500;
const MAX_INPUT_CHARACTERS = 3_000;

/** The part of the five actions of the example plugin of `npm start`. */
const EXAMPLE_CHARACTERS = 800;

const OUTPUT_KEYWORDS = [
  ...['type', 'properties', 'required', 'items', 'enum', 'anyOf'],
  ...['additionalProperties', 'description', 'title'],
];

/** Arguments that the real actions accept, and arguments that they refuse. */
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
      ...TAUGHT_QUERIES.map(query => ({ query })),
      { query: { kind: 'Component' }, limit: 20 },
      {
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

  it('are all listed, and all covered by these tests', () => {
    expect([...schemas.keys()].sort()).toEqual(
      Object.keys(REAL_ACTIONS).sort(),
    );
  });

  it.each(Object.keys(REAL_ACTIONS))('follow the rules: %s', name => {
    expect(name).toMatch(TOOL_NAME);
    expect(violationsOf(schemas.get(name)!)).toEqual([]);
  });

  it.each(Object.entries(REAL_ACTIONS))(
    'accept what the real actions accept: %s',
    (name, { valid, invalid }) => {
      const accepts = ajv.compile(schemas.get(name)!);
      expect(valid.filter(args => !accepts(args))).toEqual([]);
      expect(invalid.filter(args => accepts(args))).toEqual([]);
    },
  );

  it.each(REAL_ACTIONS.catalog_query_catalog_entities.valid)(
    'can be called with %j',
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

  it('refuse what the real actions refuse', async () => {
    const result = await client.callTool({
      name: 'catalog_query_catalog_entities',
      arguments: { query: { $all: 'API' } },
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

describe('the stock actions', () => {
  it('are all covered by these tests', () => {
    expect(FIELD_SAMPLES.map(({ action }) => action).sort()).toEqual(
      Object.keys(FIELD_ACTIONS).sort(),
    );
  });

  it('of npm start cost a model few tokens, with complete descriptions', () => {
    const characters = Object.entries(FIELD_ACTIONS)
      .filter(([id]) => /^(auth|catalog):/.test(id))
      .map(([id, { description, input }]) => {
        const [pluginId, name] = id.split(':');
        return [
          toToolName({ id, pluginId, name }),
          description.trim(),
          JSON.stringify(toPortableSchema(input).schema),
        ].join('').length;
      })
      .reduce((sum, length) => sum + length, EXAMPLE_CHARACTERS);
    expect(characters).toBeLessThanOrEqual(MAX_STOCK_CHARACTERS);
  });

  it('mention no operator that these tests do not use', () => {
    const { description } = FIELD_ACTIONS['catalog:query-catalog-entities'];
    const taught = new Set(description.match(/\$[a-z]+/gi));
    const used = new Set(JSON.stringify(TAUGHT_QUERIES).match(/\$[a-z]+/gi));
    expect([...taught].filter(operator => !used.has(operator))).toEqual([]);
  });
});

describe.each(FIELD_SAMPLES)('$action', ({ action, valid, invalid }) => {
  const { input, output } = FIELD_ACTIONS[action];
  const { schema, toInput } = toPortableSchema(input);

  it('follows the rules of every provider', () => {
    expect(violationsOf(schema)).toEqual([]);
  });

  it('has a short input schema', () => {
    expect(JSON.stringify(schema).length).toBeLessThan(MAX_INPUT_CHARACTERS);
  });

  it('lists only the reliable part of its output schema', () => {
    const found = new Set<string>();
    traverse(toOutputSchema(output)?.schema ?? {}, {
      cb: node => Object.keys(node).forEach(keyword => found.add(keyword)),
    });
    expect([...found].filter(each => !OUTPUT_KEYWORDS.includes(each))).toEqual(
      [],
    );
  });

  it("keeps the author's description of each argument", () => {
    const listed = JSON.stringify(schema);
    const texts: string[] = [];
    traverse(input, {
      cb: ({ description }) => description && texts.push(description),
    });
    expect(
      texts.filter(text => !listed.includes(JSON.stringify(text).slice(1, -2))),
    ).toEqual([]);
  });

  it('accepts typical arguments, and refuses what the action refuses', () => {
    const acceptsOwn = ajv.compile(input);
    const acceptsPortable = ajv.compile(schema);
    const takes = (args: object) =>
      acceptsPortable(args) && acceptsOwn(toInput(args as JsonObject));
    expect(valid.filter(args => !takes(args))).toEqual([]);
    expect(invalid.filter(takes)).toEqual([]);
  });
});
