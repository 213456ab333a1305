import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function readOverrides(
  overrides: JsonValue,
  style: 'snake_case' | 'dotted' = 'snake_case',
) {
  const toolNames = { style };
  const config = new ConfigReader({ mcpActions: { overrides, toolNames } });
  return readMcpActionsConfig(config).overrides;
}

/** Returns the overrides with a wrong value at one path. */
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

describe('overrides', () => {
  it.each<{ says: string; overrides: JsonValue }>([
    { says: 'null', overrides: null },
    { says: 'an empty object', overrides: {} },
  ])('is empty when the configuration has $says', ({ overrides }) => {
    expect(readOverrides(overrides)).toEqual({});
  });

  it('reads the overrides of single actions', () => {
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
  ])('accepts the name $name in $style', ({ name, style }) => {
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
      "Invalid config at 'mcpActions.overrides.techdocs:get.name': get is also the name at mcpActions.overrides.catalog:get.name. Choose another one",
    );
  });

  it.each(['2fa:reset', 'catalog:get.entity', 'a:b:c', 'scaffolder:4-eyes'])(
    'accepts the action id %s',
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
          message: expect.stringContaining(
            `Invalid config at 'mcpActions.overrides.${key}': the key ${key ? `${key} is not` : 'has no value. It must be'} an action id, such as catalog:get-catalog-entity`,
          ),
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
  ])('names the path of a wrong value: $path', ({ overrides, path }) => {
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
