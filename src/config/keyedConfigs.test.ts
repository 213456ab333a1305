import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { keyedConfigs, requireKnownKeys } from './keyedConfigs';

const PATH = 'mcpActions.servers';

function entriesOf(servers?: JsonValue) {
  return keyedConfigs(new ConfigReader({ mcpActions: { servers } }), PATH);
}

describe('keyedConfigs', () => {
  it.each([undefined, null, {}])('has no entries for %p', servers => {
    expect(entriesOf(servers)).toEqual([]);
  });

  it('has an entry for each key, in order', () => {
    const entries = entriesOf({
      search: { name: 'Search' },
      catalog: { name: 'Catalog' },
    });

    expect(
      entries.map(({ key, path, entry }) => [
        key,
        path,
        entry.getString('name'),
      ]),
    ).toEqual([
      ['search', 'mcpActions.servers.search', 'Search'],
      ['catalog', 'mcpActions.servers.catalog', 'Catalog'],
    ]);
  });

  it.each([
    '2fa',
    '42',
    'catalog:get-entity',
    'scaffolder:v1.create',
    'with space',
    '-',
  ])('takes the key %j, which is no part of a config path', key => {
    const [found] = entriesOf({ [key]: { name: 'Tools' } });

    expect(found.key).toBe(key);
    expect(found.entry.getString('name')).toBe('Tools');
  });

  it('merges what several files say of an entry', () => {
    const config = ConfigReader.fromConfigs([
      {
        context: 'app-config.yaml',
        data: { mcpActions: { servers: { '2fa': { name: 'Sign-in' } } } },
      },
      {
        context: 'app-config.production.yaml',
        data: { mcpActions: { servers: { '2fa': { name: 'Acme sign-in' } } } },
      },
    ]);

    expect(
      keyedConfigs(config, PATH).map(({ entry }) => entry.getString('name')),
    ).toEqual(['Acme sign-in']);
  });

  it('makes the errors of an entry name the whole path', () => {
    const [{ entry }] = entriesOf({ '2fa': { name: 42 } });

    expect(() => entry.getString('name')).toThrow(
      "'mcpActions.servers.2fa.name'",
    );
  });

  it.each(['catalog', 42, true, ['catalog']])(
    'refuses %p as a map',
    servers => {
      expect(() => entriesOf(servers)).toThrow(
        expect.objectContaining({
          name: 'InputError',
          message: "Invalid config at 'mcpActions.servers': must be an object",
        }),
      );
    },
  );

  it.each(['Catalog', 42, false, [{ name: 'Catalog' }]])(
    'refuses %p as an entry',
    catalog => {
      expect(() => entriesOf({ catalog })).toThrow(
        expect.objectContaining({
          name: 'InputError',
          message:
            "Invalid config at 'mcpActions.servers.catalog': must be an object",
        }),
      );
    },
  );
});

describe('requireKnownKeys', () => {
  const KNOWN = ['id', 'attributes'];

  it.each([{}, { id: 'catalog:*' }, { attributes: {}, id: 'catalog:*' }])(
    'lets %j pass',
    rule => {
      expect(() =>
        requireKnownKeys(new ConfigReader(rule), 'rules[0]', KNOWN),
      ).not.toThrow();
    },
  );

  it('names the path of an unknown key, and the known keys', () => {
    expect(() =>
      requireKnownKeys(
        new ConfigReader({ id: 'catalog:*', atributes: {} }),
        'rules[0]',
        KNOWN,
      ),
    ).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message:
          "Invalid config at 'rules[0].atributes': the keys here are id, attributes",
      }),
    );
  });
});
