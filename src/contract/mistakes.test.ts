import catalogPlugin from '@backstage/plugin-catalog-backend';
import type { JsonObject } from '@backstage/types';
import { connect, type McpClient } from '../__testUtils__/connect';
import {
  mistakenPlugins,
  STOCK_MISTAKES,
} from '../__testUtils__/stockMistakes';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';

/**
 * A caller's mistake is never an internal error, so that a model can correct
 * it.
 */
describe('a mistake', () => {
  let backend: McpBackend;
  let client: McpClient;

  beforeAll(async () => {
    backend = await startMcpBackend({
      features: [catalogPlugin, ...mistakenPlugins],
      config: {
        backend: {
          actions: {
            pluginSources: [
              'catalog',
              ...new Set(STOCK_MISTAKES.map(({ plugin }) => plugin)),
            ],
          },
        },
      },
    });
    client = await connect(backend.url, { era: '2025-11-25', sdk: 'v1' });
  });

  afterAll(async () => {
    await client?.close();
    await backend?.stop();
  });

  async function read(name: string, args: JsonObject) {
    const result = await client.callTool({ name, arguments: args });
    const [{ text }] = result.content as Array<{ text: string }>;
    return { isError: result.isError, text };
  }

  it.each(STOCK_MISTAKES)(
    'in a call of $plugin:$action is reported to the caller: $mistake',
    async ({ plugin, action, mistake, read: text }) => {
      const name = `${plugin}:${action}`;
      expect(await read(name, { mistake })).toEqual({ isError: true, text });
    },
  );

  const INVALID = (action: string, line: string) =>
    `InputError: Invalid input to action "catalog:${action}"\n- ${line}`;

  it.each<[mistake: string, action: string, args: JsonObject, text: string]>([
    [
      'a missing name',
      'get-catalog-entity',
      {},
      INVALID('get-catalog-entity', 'name: Required'),
    ],
    [
      'an unknown name',
      'get-catalog-entity',
      { name: 'nope' },
      'InputError: No entity found with name "nope"',
    ],
    [
      'an unknown operator for a field',
      'query-catalog-entities',
      { query: { 'spec.type': { $badop: 1 } } },
      INVALID(
        'query-catalog-entities',
        'query.spec.type: Expected string, number, boolean or an object with $exists, $in, $contains or $hasPrefix',
      ),
    ],
    [
      'an unknown operator at the top level',
      'query-catalog-entities',
      { query: { $and: [{ kind: 'API' }] } },
      INVALID(
        'query-catalog-entities',
        'query: Expected an object with $all, $any or $not; unknown is $and',
      ),
    ],
    [
      'text in place of a list',
      'query-catalog-entities',
      { query: { kind: { $in: 'API' } } },
      INVALID(
        'query-catalog-entities',
        'query.kind.$in: Expected array, received string',
      ),
    ],
    [
      'an unknown order',
      'query-catalog-entities',
      { orderFields: { field: 'kind', order: 'up' } },
      INVALID(
        'query-catalog-entities',
        "orderFields.order: Invalid enum value. Expected 'asc' | 'desc', received 'up'",
      ),
    ],
    [
      'no address',
      'register-entity',
      { locationUrl: 'nope' },
      'InputError: nope is an invalid URL',
    ],
    [
      'an unknown location',
      'unregister-entity',
      { type: { locationId: 'nope' } },
      'NotFoundError: Found no location with ID nope',
    ],
    [
      'an unknown URL',
      'unregister-entity',
      { type: { locationUrl: 'https://acme.example/nope.yaml' } },
      'NotFoundError: Location with URL https://acme.example/nope.yaml not found',
    ],
    [
      'neither id nor URL of a location',
      'unregister-entity',
      { type: { url: 'https://acme.example/nope.yaml' } },
      INVALID(
        'unregister-entity',
        'type: Expected an object with locationId or locationUrl',
      ),
    ],
    [
      'a refresh of an unknown name',
      'refresh-catalog-entity',
      { name: 'nope' },
      'InputError: No entity found with name "nope"',
    ],
  ])(
    'in a call of the catalog is reported to the caller: %s',
    async (_, action, args, text) => {
      const end = await read(`catalog:${action}`, args);
      expect(end).toEqual({ isError: true, text });
    },
  );

  it('in a cursor is reported to the caller', async () => {
    const end = await read('catalog:query-catalog-entities', { cursor: 'a' });
    expect(end.text).toMatch(/^InputError: Malformed cursor/);
  });
});
