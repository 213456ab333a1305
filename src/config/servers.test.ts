import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function readApp(data: JsonObject) {
  return readMcpActionsConfig(new ConfigReader(data)).servers;
}

function read(mcpActions: JsonObject) {
  return readApp({ mcpActions });
}

function keysAndPaths(mcpActions: JsonObject) {
  return read(mcpActions).map(({ key, path }) => `${key} ${path}`);
}

describe('servers', () => {
  it('has the default server by default', () => {
    expect(keysAndPaths({})).toEqual(['default /v1', 'default /v1/readonly']);
  });

  it('is empty when the default server is off', () => {
    expect(keysAndPaths({ default: { enabled: false } })).toEqual([]);
  });

  it('has only the named servers when the default server is off', () => {
    expect(
      keysAndPaths({
        default: { enabled: false },
        servers: { catalog: { name: 'Catalog' } },
      }),
    ).toEqual(['catalog /v1/catalog', 'catalog /v1/catalog/readonly']);
  });

  it('has the default server before the named ones', () => {
    expect(
      keysAndPaths({
        servers: { search: { name: 'Search' }, catalog: { name: 'Catalog' } },
      }),
    ).toEqual([
      'default /v1',
      'default /v1/readonly',
      'search /v1/search',
      'search /v1/search/readonly',
      'catalog /v1/catalog',
      'catalog /v1/catalog/readonly',
    ]);
  });

  it('reads the filter of the default server', () => {
    const [server] = read({
      default: { filter: { exclude: [{ id: 'catalog:*' }] } },
    });

    expect(server).toMatchObject({
      filter: { include: [], exclude: [{ id: 'catalog:*' }] },
      filterPath: 'mcpActions.default.filter',
    });
  });

  it('reads all keys of a named server, and adds its read-only variant', () => {
    const catalog = {
      key: 'catalog',
      name: 'Catalog',
      description: 'The software of Acme',
      instructions: 'Start with catalog_query_catalog_entities',
      filter: { include: [{ id: 'catalog:*' }], exclude: [] },
      filterPath: 'mcpActions.servers.catalog.filter',
    };

    expect(
      read({
        default: { enabled: false },
        servers: {
          catalog: {
            name: 'Catalog',
            description: 'The software of Acme',
            instructions: 'Start with catalog_query_catalog_entities',
            filter: { include: [{ id: 'catalog:*' }] },
          },
        },
      }),
    ).toEqual([
      { ...catalog, path: '/v1/catalog', readOnly: false },
      {
        ...catalog,
        path: '/v1/catalog/readonly',
        filter: {
          include: [{ id: 'catalog:*' }],
          exclude: [{ attributes: { readOnly: false } }],
        },
        readOnly: true,
      },
    ]);
  });

  describe('without instructions from the operator', () => {
    const backend = {
      actions: { pluginSources: ['catalog', 'search', 'tech-docs'] },
    };
    const instructionsOf = (data: JsonObject) => readApp(data)[0].instructions;

    it.each<{ says: string; data: JsonObject; portal: string }>([
      { says: 'nothing', data: {}, portal: 'the Backstage developer portal' },
      {
        says: 'the organization',
        data: { organization: { name: 'Acme' } },
        portal: 'the Backstage developer portal of Acme',
      },
      {
        says: 'the title',
        data: { app: { title: 'Acme Hub' } },
        portal: 'Acme Hub, the Backstage developer portal',
      },
      {
        says: 'both',
        data: { organization: { name: 'Acme' }, app: { title: 'Hub' } },
        portal: 'Hub, the Backstage developer portal of Acme',
      },
      {
        says: 'invalid values',
        data: { organization: { name: '' }, app: { title: 42 } },
        portal: 'the Backstage developer portal',
      },
    ])('describes the portal when the app names $says', row => {
      expect(instructionsOf({ ...row.data, backend })).toBe(
        `These tools are those of ${row.portal}. They come from its plugins catalog, search, tech-docs. Use them for whatever the portal knows or can do, rather than guessing.`,
      );
    });

    it.each<{ include: JsonObject[]; from: string }>([
      { include: [{ id: 'tech-docs:*' }], from: 'plugin tech-docs.' },
      {
        include: [{ id: 'search:query' }, { id: 'catalog:*' }],
        from: 'plugins catalog, search.',
      },
      {
        include: [{ id: 'catalog:*' }, { attributes: { readOnly: true } }],
        from: 'plugins catalog, search, tech-docs.',
      },
      {
        include: [{ id: '*:get' }],
        from: 'plugins catalog, search, tech-docs.',
      },
    ])('names the plugins that $include may include', ({ include, from }) => {
      expect(
        instructionsOf({
          backend,
          mcpActions: {
            default: { enabled: false },
            servers: { a: { name: 'A', filter: { include } } },
          },
        }),
      ).toContain(from);
    });

    it('names no plugin that the filter excludes', () => {
      const filter = { exclude: [{ id: 'search:*' }] };
      expect(
        instructionsOf({ backend, mcpActions: { default: { filter } } }),
      ).toContain('from its plugins catalog, tech-docs.');
    });

    it('has no instructions when there is no plugin', () => {
      expect(
        instructionsOf({ organization: { name: 'Acme' } }),
      ).toBeUndefined();
    });

    it.each(['', ' \n'])('has no instructions when they are set to %j', off => {
      const [server, , named] = readApp({
        backend,
        mcpActions: {
          instructions: off,
          servers: { a: { name: 'A', instructions: off } },
        },
      });
      expect([server.instructions, named.instructions]).toEqual([
        undefined,
        undefined,
      ]);
    });

    it('has the instructions of the operator if there are some', () => {
      expect(
        instructionsOf({ backend, mcpActions: { instructions: 'Ask' } }),
      ).toBe('Ask');
    });
  });

  it.each([
    ...['catalog', '2fa', '42', 'tech-docs', 'a', 'constructor'],
    ...['default', 'info', 'readonly'],
  ])('accepts the key %s', key => {
    expect(read({ servers: { [key]: { name: 'Tools' } } })).toContainEqual(
      expect.objectContaining({
        key,
        path: `/v1/${key}`,
        name: 'Tools',
        readOnly: false,
      }),
    );
  });

  it('lets a server readonly replace the variant of the default server', () => {
    expect(keysAndPaths({ servers: { readonly: { name: 'Tools' } } })).toEqual([
      'default /v1',
      'readonly /v1/readonly',
      'readonly /v1/readonly/readonly',
    ]);
  });

  it('has another key for the default server if a named one has the key default', () => {
    expect(keysAndPaths({ servers: { default: { name: 'Tools' } } })).toEqual([
      '/ /v1',
      '/ /v1/readonly',
      'default /v1/default',
      'default /v1/default/readonly',
    ]);
  });

  it.each<JsonObject>([
    { sse: { enabled: false } },
    { default: { enabled: false } },
  ])('accepts the key sse where its path is free: %j', more => {
    const servers = { sse: { name: 'Tools' } };
    expect(keysAndPaths({ ...more, servers })).toContain('sse /v1/sse');
  });

  it('refuses the key sse where HTTP+SSE has its path', () => {
    expect(() => read({ servers: { sse: { name: 'Tools' } } })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message:
          "Invalid config at 'mcpActions.servers.sse': its path is the HTTP+SSE transport of the default server. Set mcpActions.sse.enabled to false, or choose another key (in mock-config)",
      }),
    );
  });

  it('never assigns one key or one path to two servers', () => {
    const keys = fc.uniqueArray(
      fc.oneof(
        fc.constantFrom('default', 'info', 'readonly', 'v1', 'a'),
        fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,5}$/),
      ),
      { maxLength: 5 },
    );
    const free = keys.filter(all => !all.includes('sse'));
    fc.assert(
      fc.property(free, all => {
        const servers = Object.fromEntries(
          all.map(key => [key, { name: 'Tools' }]),
        );
        const found = read({ servers });
        const paths = found.map(({ path }) => path);
        const full = found.filter(({ readOnly }) => !readOnly);
        expect(new Set(paths).size).toBe(found.length);
        expect(new Set(full.map(({ key }) => key)).size).toBe(all.length + 1);
      }),
      { seed: 20261127, numRuns: 200 },
    );
  });

  it.each([
    'Catalog',
    '-catalog',
    'tech_docs',
    'tech.docs',
    'tech/docs',
    'tech docs',
    '..',
    'größe',
    '',
    '/',
    'catalog\n',
  ])('refuses the key %j', key => {
    expect(() => read({ servers: { [key]: { name: 'Tools' } } })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(
          `Invalid config at 'mcpActions.servers.${key}': the key `,
        ),
      }),
    );
  });

  it.each<{ path: string; mcpActions: JsonObject }>([
    { path: 'mcpActions.name', mcpActions: { name: 42 } },
    { path: 'mcpActions.default', mcpActions: { default: 'off' } },
    {
      path: 'mcpActions.default.enabled',
      mcpActions: { default: { enabled: 'maybe' } },
    },
    {
      path: 'mcpActions.default.filter',
      mcpActions: { default: { filter: ['catalog:*'] } },
    },
    {
      path: 'mcpActions.default.filter.includes',
      mcpActions: { default: { filter: { includes: [] } } },
    },
    { path: 'mcpActions.servers', mcpActions: { servers: ['catalog'] } },
    { path: 'mcpActions.servers', mcpActions: { servers: 'catalog' } },
    {
      path: 'mcpActions.servers.catalog',
      mcpActions: { servers: { catalog: 'Catalog' } },
    },
    {
      path: 'mcpActions.servers.catalog.name',
      mcpActions: { servers: { catalog: {} } },
    },
    {
      path: 'mcpActions.servers.catalog.name',
      mcpActions: { servers: { catalog: { name: ['Catalog'] } } },
    },
    {
      path: 'mcpActions.servers.catalog.description',
      mcpActions: { servers: { catalog: { name: 'C', description: 42 } } },
    },
    {
      path: 'mcpActions.servers.catalog.instructions',
      mcpActions: { servers: { catalog: { name: 'C', instructions: true } } },
    },
    {
      path: 'mcpActions.servers.2fa.filter',
      mcpActions: { servers: { '2fa': { name: 'C', filter: 'auth:*' } } },
    },
    {
      path: 'mcpActions.servers.2fa.filter.include[1].ids',
      mcpActions: {
        servers: {
          '2fa': {
            name: 'Sign-in',
            filter: { include: [{ id: 'auth:*' }, { ids: 'catalog:*' }] },
          },
        },
      },
    },
  ])(
    'names the path of a wrong value: $path in $mcpActions',
    ({ path, mcpActions }) => {
      expect(() => read(mcpActions)).toThrow(`'${path}'`);
    },
  );
});
