import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { readToolFilter, readToolOverrides } from './readToolRules';

const PATH = 'mcpActions.default.filter';

function readFilter(filter: JsonValue) {
  const config = new ConfigReader({ mcpActions: { default: { filter } } });
  return readToolFilter(config.getOptionalConfig(PATH), PATH);
}

function readOverrides(
  overrides: JsonValue,
  style: 'snake_case' | 'dotted' = 'snake_case',
) {
  const config = new ConfigReader({ mcpActions: { overrides } });
  return readToolOverrides(config, { style });
}

/** What stands at a path of rules, written wrongly. */
const WRONG_ATTRIBUTES: Array<{ attributes: JsonValue; below: string }> = [
  { attributes: { readonly: true }, below: '.readonly' },
  { attributes: { readOnlyHint: true }, below: '.readOnlyHint' },
  { attributes: { readOnly: true, Destructive: true }, below: '.Destructive' },
  { attributes: { readOnly: 'maybe' }, below: '.readOnly' },
  { attributes: { idempotent: {} }, below: '.idempotent' },
  { attributes: { destructive: [] }, below: '.destructive' },
  { attributes: ['readOnly'], below: '' },
  { attributes: 'readOnly', below: '' },
];

describe('readToolFilter', () => {
  it.each<{ says: string; filter: JsonValue }>([
    { says: 'nothing', filter: null },
    { says: 'nothing inside', filter: {} },
    { says: 'empty lists', filter: { include: [], exclude: [] } },
  ])('lets everything in when the filter says $says', ({ filter }) => {
    expect(readFilter(filter)).toEqual({ include: [], exclude: [] });
  });

  it('reads rules in order', () => {
    expect(
      readFilter({
        include: [
          { id: 'catalog:*', attributes: { readOnly: true } },
          { id: 'search:query' },
        ],
        exclude: [{ attributes: { destructive: true, idempotent: false } }],
      }),
    ).toEqual({
      include: [
        { id: 'catalog:*', attributes: { readOnly: true } },
        { id: 'search:query' },
      ],
      exclude: [{ attributes: { destructive: true, idempotent: false } }],
    });
  });

  it.each([
    '!catalog:*',
    '#catalog:*',
    'catalog:@(get|list)-*',
    'catalog:!(get-*)',
    'catalog:+(a)',
    'catalog:*(a)',
    'catalog:?(a)',
    'catalog:\\*',
    'catalog:[[:alpha:]]',
  ])('refuses the glob %s, which would exclude nothing', id => {
    expect(() =>
      readFilter({ exclude: [{ id: 'catalog:*' }, { id }] }),
    ).toThrow(
      `Invalid config at '${PATH}.exclude[1].id': '${id}' has more than the globs *, ?, [abc] and {a,b}`,
    );
  });

  it.each(['catalog:{get,list}-*', 'a:[!b-d]?', 'a/b:(c)', 'a!b#c'])(
    'reads the glob %s',
    id => {
      expect(readFilter({ include: [{ id }] }).include).toEqual([{ id }]);
    },
  );

  it('keeps absent keys absent', () => {
    const [rule] = readFilter({ include: [{ attributes: {} }] }).include;

    expect(Object.keys(rule)).toEqual(['attributes']);
    expect(Object.keys(rule.attributes!)).toEqual([]);
  });

  it.each<{ filter: JsonValue; path: string }>([
    { filter: { includes: [] }, path: `${PATH}.includes` },
    { filter: { include: {} }, path: `${PATH}.include` },
    { filter: { include: 'catalog:*' }, path: `${PATH}.include` },
    { filter: { exclude: ['catalog:*'] }, path: `${PATH}.exclude[0]` },
    { filter: { exclude: [{ id: 42 }] }, path: `${PATH}.exclude[0].id` },
    { filter: { include: [{ id: '' }] }, path: `${PATH}.include[0].id` },
    {
      filter: { include: [{ id: 'catalog:*' }, { ID: 'search:*' }] },
      path: `${PATH}.include[1].ID`,
    },
    {
      filter: { exclude: [{ attribute: { readOnly: true } }] },
      path: `${PATH}.exclude[0].attribute`,
    },
  ])('names $path when it is wrong', ({ filter, path }) => {
    expect(() => readFilter(filter)).toThrow(`'${path}'`);
  });

  it('says which keys a rule has', () => {
    expect(() => readFilter({ include: [{ pattern: 'catalog:*' }] })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: `Invalid config at 'mcpActions.default.filter.include[0].pattern': the keys here are id, attributes`,
      }),
    );
  });

  it.each(WRONG_ATTRIBUTES)(
    'names the path of the attributes $attributes',
    ({ attributes, below }) => {
      expect(() => readFilter({ exclude: [{ attributes }] })).toThrow(
        `'mcpActions.default.filter.exclude[0].attributes${below}'`,
      );
    },
  );
});

describe('readToolOverrides', () => {
  it.each<{ says: string; overrides: JsonValue }>([
    { says: 'nothing', overrides: null },
    { says: 'nothing inside', overrides: {} },
  ])('has none when the configuration says $says', ({ overrides }) => {
    expect(readOverrides(overrides)).toEqual({});
  });

  it('reads what the operator says of single actions', () => {
    expect(
      readOverrides({
        'catalog:unregister-entity': { hidden: true },
        'catalog:get-catalog-entity': {
          name: 'get_entity',
          title: 'Entity',
          description: 'Reads an entity of Acme',
          hidden: false,
          attributes: {
            readOnly: true,
            destructive: false,
            idempotent: true,
            openWorld: true,
          },
        },
      }),
    ).toEqual({
      'catalog:unregister-entity': { hidden: true },
      'catalog:get-catalog-entity': {
        name: 'get_entity',
        title: 'Entity',
        description: 'Reads an entity of Acme',
        hidden: false,
        attributes: {
          readOnly: true,
          destructive: false,
          idempotent: true,
          openWorld: true,
        },
      },
    });
  });

  it('keeps absent keys absent', () => {
    expect(
      Object.keys(readOverrides({ 'a:b': { hidden: true } })['a:b']),
    ).toEqual(['hidden']);
  });

  it.each([
    { name: 'get_entity', style: 'snake_case' as const },
    { name: 'Get-Entity2', style: 'snake_case' as const },
    { name: 'a'.repeat(64), style: 'snake_case' as const },
    { name: 'acme.get-entity', style: 'dotted' as const },
  ])('takes the name $name in $style', ({ name, style }) => {
    expect(readOverrides({ 'catalog:get': { name } }, style)).toEqual({
      'catalog:get': { name },
    });
  });

  it.each(['get entity', 'acme.get', 'grüß', 'a'.repeat(65), 'get\n', 'a/b'])(
    'refuses the name %j',
    name => {
      expect(() => readOverrides({ 'catalog:get': { name } })).toThrow(
        "Invalid config at 'mcpActions.overrides.catalog:get.name': a tool's name has 1 to 64 letters, digits, underscores and hyphens",
      );
    },
  );

  it('refuses a name that two actions have', () => {
    expect(() =>
      readOverrides({
        'catalog:get': { name: 'get' },
        'search:query': { name: 'find' },
        'techdocs:get': { name: 'get' },
      }),
    ).toThrow(
      "Invalid config at 'mcpActions.overrides.techdocs:get.name': get is the name at mcpActions.overrides.catalog:get.name, too. Choose another one",
    );
  });

  it('has no attribute openWorld in a filter, since no action declares it', () => {
    expect(() =>
      readFilter({ include: [{ attributes: { openWorld: true } }] }),
    ).toThrow(`'${PATH}.include[0].attributes.openWorld'`);
  });

  it.each(['2fa:reset', 'catalog:get.entity', 'a:b:c', 'scaffolder:4-eyes'])(
    'takes the action id %s',
    id => {
      expect(readOverrides({ [id]: { hidden: true } })).toEqual({
        [id]: { hidden: true },
      });
    },
  );

  it.each(['catalog_get_entity', 'get-entity', '42', ''])(
    'refuses %j as an action id',
    key => {
      expect(() => readOverrides({ [key]: { hidden: true } })).toThrow(
        expect.objectContaining({
          name: 'InputError',
          message: `Invalid config at 'mcpActions.overrides.${key}': the key must be an action id, such as catalog:get-catalog-entity`,
        }),
      );
    },
  );

  it.each<{ overrides: JsonValue; path: string }>([
    { overrides: ['catalog:get'], path: 'mcpActions.overrides' },
    { overrides: 'catalog:get', path: 'mcpActions.overrides' },
    {
      overrides: { 'catalog:get': 'Hidden' },
      path: 'mcpActions.overrides.catalog:get',
    },
    {
      overrides: { 'catalog:get': { hide: true } },
      path: 'mcpActions.overrides.catalog:get.hide',
    },
    {
      overrides: { 'catalog:get': { hidden: 'maybe' } },
      path: 'mcpActions.overrides.catalog:get.hidden',
    },
    {
      overrides: { '2fa:reset': { title: 42 } },
      path: 'mcpActions.overrides.2fa:reset.title',
    },
    {
      overrides: { 'catalog:get': { description: '' } },
      path: 'mcpActions.overrides.catalog:get.description',
    },
  ])('names $path when it is wrong', ({ overrides, path }) => {
    expect(() => readOverrides(overrides)).toThrow(`'${path}'`);
  });

  it.each(WRONG_ATTRIBUTES)(
    'names the path of the attributes $attributes',
    ({ attributes, below }) => {
      const overrides: JsonObject = { 'catalog:get': { attributes } };

      expect(() => readOverrides(overrides)).toThrow(
        `'mcpActions.overrides.catalog:get.attributes${below}'`,
      );
    },
  );
});
