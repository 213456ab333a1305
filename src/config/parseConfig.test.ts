import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(mcpActions: JsonValue) {
  return readMcpActionsConfig(new ConfigReader({ mcpActions }, 'app.yaml'));
}

/** Like the files of a backend. The last one takes precedence. */
function readFiles(files: Record<string, JsonObject>) {
  return readMcpActionsConfig(
    ConfigReader.fromConfigs(
      Object.entries(files).map(([context, mcpActions]) => ({
        context,
        data: { mcpActions },
      })),
    ),
  );
}

function namesOf({ servers }: ReturnType<typeof read>) {
  return servers.filter(({ readOnly }) => !readOnly).map(({ name }) => name);
}

describe('a map', () => {
  it.each([null, {}])('has no entries for %p', servers => {
    expect(namesOf(read({ servers }))).toEqual(['backstage']);
  });

  it('has an entry for each key, in order', () => {
    const servers = {
      search: { name: 'Search' },
      catalog: { name: 'Catalog' },
    };

    expect(namesOf(read({ servers }))).toEqual([
      'backstage',
      'Search',
      'Catalog',
    ]);
  });

  it.each([
    'catalog:get-entity',
    '2fa:reset',
    'scaffolder:v1.create',
    'with space:get',
    '-:-',
  ])('accepts the key %j, although config paths do not', id => {
    const override = { title: 'Tool' };

    expect(read({ overrides: { [id]: override } }).overrides).toEqual({
      [id]: override,
    });
  });

  it('merges an entry from several files', () => {
    const config = readFiles({
      'app.yaml': { servers: { '2fa': { name: 'Sign-in' } } },
      'app.production.yaml': { servers: { '2fa': { name: 'Acme sign-in' } } },
    });

    expect(namesOf(config)).toEqual(['backstage', 'Acme sign-in']);
  });

  it.each([
    { servers: 'catalog', found: 'catalog' },
    { servers: 42, found: '42' },
    { servers: true, found: 'true' },
    { servers: ['catalog'], found: 'a list' },
  ])('refuses $servers', ({ servers, found }) => {
    expect(() => read({ servers })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: `Invalid config at 'mcpActions.servers': ${found} is not an object (in app.yaml)`,
      }),
    );
  });

  it.each([
    { catalog: 'Catalog', found: 'Catalog' },
    { catalog: 42, found: '42' },
    { catalog: false, found: 'false' },
    { catalog: [{ name: 'Catalog' }], found: 'a list' },
  ])('refuses $catalog as an entry', ({ catalog, found }) => {
    expect(() => read({ servers: { catalog } })).toThrow(
      `Invalid config at 'mcpActions.servers.catalog': ${found} is not an object`,
    );
  });
});

describe('a problem', () => {
  it('names an unknown key, and lists the known ones', () => {
    const exclude = [{ id: 'catalog:*', atributes: {} }];

    expect(() => read({ default: { filter: { exclude } } })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message:
          "Invalid config at 'mcpActions.default.filter.exclude[0].atributes': the keys here are id, attributes (in app.yaml)",
      }),
    );
  });

  it('names a misspelt block, which would otherwise be ignored', () => {
    const override = { 'catalog:unregister-entity': { hidden: true } };

    expect(() => read({ override })).toThrow(
      /^Invalid config at 'mcpActions.override': the keys here are name, .*, overrides, .* \(in app.yaml\)$/,
    );
  });

  it.each(['mcpActions', 42, ['name']])(
    'is reported for %j as the whole block',
    mcpActions => {
      expect(() => read(mcpActions)).toThrow(
        / 'mcpActions': .* is not an object \(in app.yaml\)$/,
      );
    },
  );

  it('has a line of its own', () => {
    expect(() =>
      read({ nam: 'Acme', description: 42, limits: { store: 'redis' } }),
    ).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /^.*'mcpActions.description'.*\n.*'mcpActions.limits.store'.*\n.*'mcpActions.nam'.*$/,
        ),
      }),
    );
  });

  it.each<{ says: string; given: JsonObject; message: string }>([
    {
      says: 'missing',
      given: { servers: { a: {} } },
      message: "'mcpActions.servers.a.name': is missing. It must be text",
    },
    {
      says: 'null',
      given: { default: { filter: { include: [{ id: null }] } } },
      message:
        "'mcpActions.default.filter.include[0].id': has no value. It must be a glob",
    },
    {
      says: 'empty',
      given: { servers: { a: { name: '' } } },
      message: "'mcpActions.servers.a.name': has no value. It must be text",
    },
    {
      says: 'blank',
      given: { oauth: { authorizationServers: [' '] } },
      message: `'mcpActions.oauth.authorizationServers[0]': " " is not an http or https URL`,
    },
    {
      says: 'an object',
      given: { servers: { a: { name: {} } } },
      message: "'mcpActions.servers.a.name': an object is not text",
    },
  ])('describes the value when it is $says', ({ given, message }) => {
    expect(() => read(given)).toThrow(message);
  });

  it('shows no password', () => {
    const authorizationServers = ['https://jane:hunter2@id.example'];

    expect(() => read({ oauth: { authorizationServers } })).toThrow(
      expect.objectContaining({
        message: expect.not.stringContaining('hunter2'),
      }),
    );
  });

  it('shows at most 200 characters of a value', () => {
    expect(() => read({ schemas: 'a'.repeat(201) })).toThrow(
      `'mcpActions.schemas': ${'a'.repeat(200)} is not one of`,
    );
  });

  it.each<{ value: JsonValue; file: string }>([
    { value: 'many', file: 'app.production.yaml' },
    { value: {}, file: 'app.production.yaml' },
    { value: [], file: 'app.production.yaml' },
  ])('names the file that sets $value last', ({ value, file }) => {
    expect(() =>
      readFiles({
        'app.yaml': { limits: { callsPerMinute: 'few', callsInFlight: 1 } },
        'app.production.yaml': { limits: { callsPerMinute: value } },
      }),
    ).toThrow(`'mcpActions.limits.callsPerMinute': `);
    expect(() =>
      readFiles({
        'app.yaml': { limits: { callsPerMinute: 'few', callsInFlight: 1 } },
        'app.production.yaml': { limits: { callsPerMinute: value } },
      }),
    ).toThrow(new RegExp(`\\(in ${file}\\)$`));
  });
});
