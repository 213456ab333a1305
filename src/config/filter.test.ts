import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

const PATH = 'mcpActions.default.filter';

function readFilter(filter: JsonValue) {
  const config = new ConfigReader({ mcpActions: { default: { filter } } });
  return readMcpActionsConfig(config).servers[0].filter;
}

/** Returns the rules with a wrong value at one path. */
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

describe('filter', () => {
  it.each<{ says: string; filter: JsonValue }>([
    { says: 'null', filter: null },
    { says: 'an empty object', filter: {} },
    { says: 'empty lists', filter: { include: [], exclude: [] } },
  ])('includes everything when the filter is $says', ({ filter }) => {
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
      `Invalid config at '${PATH}.exclude[1].id': ${id} is not a glob of *, ?, [abc] and {a,b}`,
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
  ])('names the path of a wrong value: $path', ({ filter, path }) => {
    expect(() => readFilter(filter)).toThrow(`'${path}'`);
  });

  it.each<{ rule: JsonObject; below: string }>([
    { rule: { id: null }, below: 'id' },
    { rule: { attributes: { readOnly: null } }, below: 'attributes.readOnly' },
  ])('refuses $rule, which would match everything', ({ rule, below }) => {
    expect(() => readFilter({ include: [rule] })).toThrow(
      `Invalid config at '${PATH}.include[0].${below}': has no value`,
    );
  });

  it('lists the keys of a rule', () => {
    expect(() => readFilter({ include: [{ pattern: 'catalog:*' }] })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: `Invalid config at 'mcpActions.default.filter.include[0].pattern': the keys here are id, attributes (in mock-config)`,
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

  it('refuses the attribute openWorld, since no action declares it', () => {
    expect(() =>
      readFilter({ include: [{ attributes: { openWorld: true } }] }),
    ).toThrow(`'${PATH}.include[0].attributes.openWorld'`);
  });
});
