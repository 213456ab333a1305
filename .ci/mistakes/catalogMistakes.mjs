import { refused } from './refused.mjs';

const UNKNOWN = 'https://acme.example/nope.yaml';

/** See checkMistakes.mjs for the columns. */
export const CATALOG_MISTAKES = {
  catalog_get_catalog_entity: [
    ['no name', {}, refused('name: Required')],
    [
      'an unknown name',
      { name: 'nope' },
      /^InputError: No entity found with name "nope"$/,
    ],
    [
      'an unknown kind',
      { kind: 'Nope', name: 'shop' },
      /^InputError: No entity found with name "shop"/,
    ],
    [
      'a reference for a name',
      { name: 'component:default/shop' },
      /^InputError: No entity found with name "component:default\/shop"$/,
    ],
  ],
  catalog_query_catalog_entities: [
    [
      'an unknown operator',
      { query: { kind: { $eq: 'API' } } },
      refused(
        'query.kind: Expected string, number, boolean or an object with $exists, $in',
      ),
    ],
    [
      'an unknown operator at the top',
      { query: { $and: [{ kind: 'API' }] } },
      /\n- query: Expected .*an object with \$all, \$any or \$not; unknown is \$and$/,
    ],
    [
      'a text for a list',
      { query: { kind: { $in: 'API' } } },
      refused('query.kind.$in: Expected array, received string'),
    ],
    [
      'an unknown order',
      { orderFields: { field: 'kind', order: 'up' } },
      refused("orderFields.order: Invalid enum value. Expected 'asc' | 'desc'"),
    ],
    ['a malformed cursor', { cursor: 'a' }, /^InputError: Malformed cursor/],
    [
      'a limit below zero',
      { limit: -1 },
      refused('limit: Number must be greater than 0'),
    ],
  ],
  catalog_register_entity: [
    [
      'no address',
      { locationUrl: 'nope' },
      /^InputError: nope is an invalid URL$/,
    ],
    [
      'a user who may not',
      { locationUrl: UNKNOWN },
      /^NotAllowedError: Permission denied/,
      { as: 'user' },
    ],
  ],
  catalog_unregister_entity: [
    [
      'an unknown location',
      { type: { locationId: 'nope' } },
      /^NotFoundError: Found no location with ID nope$/,
    ],
    [
      'an unknown address',
      { type: { locationUrl: UNKNOWN } },
      /^NotFoundError: Location with URL https:\/\/acme\.example\/nope\.yaml not found$/,
    ],
    [
      'neither location nor address',
      { type: { url: UNKNOWN } },
      refused('type: Expected an object with locationId or locationUrl'),
    ],
  ],
  catalog_refresh_catalog_entity: [
    [
      'an unknown name',
      { name: 'nope' },
      /^InputError: No entity found with name "nope"$/,
    ],
    [
      'a user who may not',
      { kind: 'Component', name: 'shop' },
      /^NotAllowedError: Permission denied/,
      { as: 'user' },
    ],
  ],
  catalog_validate_entity: [
    [
      'text that is no YAML',
      { entity: '{ a: [' },
      /"isValidYaml":false,"errors":\["YAML parsing error/,
      { answered: true },
    ],
    [
      'an entity without a kind',
      { entity: 'metadata: { name: a }' },
      /must have required property 'apiVersion'/,
      { answered: true },
    ],
  ],
};
