import type { JsonObject } from '@backstage/types';
import { OPEN_OBJECT_RULES } from './openObjectRules';

function apply(name: string, node: JsonObject, depth = 1) {
  const rule = OPEN_OBJECT_RULES.find(each => each.name === name)!;
  const change = rule.apply(node, { depth });
  return { node, change };
}

const text = { type: 'string' };
const MOVED =
  'nested properties with names that some providers refuse moved to the description';

it.each<[rule: string, node: JsonObject, becomes: JsonObject, change?: string]>(
  [
    [
      'names of nested properties',
      {
        type: 'object',
        properties: { $in: { type: 'array', items: text } },
        required: ['$in'],
        additionalProperties: false,
        description: 'Filter',
      },
      {
        type: 'object',
        required: ['$in'],
        description: 'Filter. An object with $in: list of string',
      },
      MOVED,
    ],
    [
      'names of nested properties',
      {
        type: 'object',
        properties: { kind: text, 'spec/type': text },
        additionalProperties: { type: 'number' },
      },
      {
        type: 'object',
        properties: { kind: text },
        description: 'Also spec/type?: string',
      },
      MOVED,
    ],
    [
      'names of nested properties',
      { type: 'object', properties: { kind: text } },
      { type: 'object', properties: { kind: text } },
    ],
    [
      'open alternatives',
      {
        anyOf: [
          text,
          { type: 'object', description: 'An object with $a: string' },
          { type: 'object', description: 'An object with $b: string' },
          { type: 'object', additionalProperties: true, description: 'Or so' },
        ],
      },
      {
        anyOf: [
          text,
          {
            type: 'object',
            description:
              'An object with $a: string; or with $b: string; or Or so',
          },
        ],
      },
    ],
    [
      'open alternatives',
      { anyOf: [{ type: 'object' }, { type: 'object', description: 'Any' }] },
      { type: 'object', description: 'Any' },
    ],
    [
      'open alternatives',
      {
        anyOf: [
          { type: 'object', additionalProperties: text },
          { type: 'object', additionalProperties: false },
          text,
        ],
      },
      { anyOf: [{ type: 'object', additionalProperties: text }, text] },
    ],
    [
      'open alternatives',
      {
        anyOf: [
          { type: 'object', properties: { a: text }, required: ['a'] },
          { type: 'object', additionalProperties: false },
        ],
      },
      {
        anyOf: [
          { type: 'object', properties: { a: text }, required: ['a'] },
          { type: 'object', additionalProperties: false },
        ],
      },
    ],
  ],
)('%s: %j becomes %j', (rule, node, becomes, ...changes) => {
  const [change] = changes;
  expect(apply(rule, node)).toEqual({ node: becomes, change });
});

it('leaves names at the root, which are renamed instead', () => {
  const node = { type: 'object', properties: { $in: text } };
  expect(apply('names of nested properties', { ...node }, 0)).toEqual({ node });
});

it.each(OPEN_OBJECT_RULES)('$name has a source', ({ source }) => {
  expect(source).not.toBe('');
});
