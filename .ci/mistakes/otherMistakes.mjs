import { refused } from './refused.mjs';

const NO_RECORD = /"Invalid params: arguments: expected record, received /;

/** See checkMistakes.mjs for the columns. */
export const OTHER_MISTAKES = {
  auth_who_am_i: [
    ['no user', {}, /^NotAllowedError: This action requires user credentials$/],
  ],
  // These two take no arguments, and ignore any.
  catalog_get_catalog_model_description: [
    ['a list of arguments', ['Component'], NO_RECORD],
  ],
  scaffolder_list_scaffolder_actions: [
    ['a text for arguments', 'debug:log', NO_RECORD],
  ],
  search_query: [
    ['no term', {}, refused('term: Required')],
    [
      'an unknown type',
      { term: 'shop', types: ['nope'] },
      refused('types.0: Invalid enum value. Expected '),
    ],
    [
      'a text for types',
      { term: 'shop', types: 'nope' },
      refused('types: Expected array, received string'),
    ],
    [
      'a type without an index',
      { term: 'shop', types: ['techdocs'] },
      /^MissingIndexError: Missing index for techdocs\. This could be because/,
    ],
    [
      'filters in a list',
      { term: 'shop', filters: ['kind'] },
      refused('filters: Expected object, received array'),
    ],
  ],
  techdocs_get_techdocs_metadata: [
    ['no name', {}, refused('name: Required')],
    [
      'an unknown entity',
      { name: 'nope' },
      /^NotFoundError: No TechDocs metadata found for entity component:default\/nope$/,
    ],
    [
      'an entity without docs',
      { name: 'shop' },
      /^NotFoundError: No TechDocs metadata found for entity component:default\/shop$/,
    ],
    [
      'a reference for a name',
      { name: 'component:default/shop' },
      /^NotFoundError: No TechDocs metadata found for entity component:default\/component:/,
    ],
    [
      'a path for a name',
      { name: '../../shop' },
      /^NotFoundError: No TechDocs metadata found/,
    ],
    [
      'too large metadata',
      { name: 'large' },
      /^Error: Failed to get TechDocs metadata: Metadata too large: \d+ bytes exceeds/,
    ],
  ],
  notifications_get_notifications: [
    ['no user', {}, /^NotAllowedError: This action requires user credentials$/],
    [
      'an unknown view',
      { view: 'new' },
      refused("view: Invalid enum value. Expected 'unread' | 'read'"),
    ],
    [
      'a limit over the most',
      { limit: 1000 },
      refused('limit: Number must be less than or equal to 100'),
    ],
    [
      'an unknown severity',
      { minimumSeverity: 'fatal' },
      refused("minimumSeverity: Invalid enum value. Expected 'critical'"),
    ],
  ],
};
