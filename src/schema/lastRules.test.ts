import type { JsonObject } from '@backstage/types';
import { LAST_RULES } from './lastRules';

function apply(name: string, node: JsonObject) {
  const change = LAST_RULES.find(rule => rule.name === name)!.apply(node, {
    depth: 1,
  });
  return { node, change };
}

const text = { type: 'string' };
const TOLD = 'literals other than plain strings are told in the description';

it.each<[rule: string, node: JsonObject, becomes: JsonObject, change?: string]>(
  [
    ['literals', { ...text, enum: ['a'] }, { ...text, enum: ['a'] }],
    [
      'literals',
      { type: 'number', enum: [0.5, 0.9] },
      { type: 'number', description: 'One of: 0.5, 0.9' },
      TOLD,
    ],
    [
      'literals',
      { type: 'boolean', enum: [true] },
      { type: 'boolean', description: 'Always true' },
      TOLD,
    ],
    [
      'literals',
      { ...text, enum: ['', 'all'], description: 'Scope' },
      { ...text, description: 'Scope. One of: "", "all"' },
      TOLD,
    ],
    [
      'literals',
      { ...text, enum: Array.from({ length: 251 }, (_, n) => `v${n}`) },
      {
        ...text,
        description:
          'One of 251 values, such as "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9"',
      },
      TOLD,
    ],
    [
      'one or a list of them',
      {
        anyOf: [
          { ...text, description: 'Who' },
          { type: 'array', items: { ...text, description: 'Who' } },
        ],
      },
      {
        anyOf: [
          { ...text, description: 'Who' },
          { type: 'array', items: text },
        ],
      },
    ],
    [
      'one or a list of them',
      {
        anyOf: [
          { type: 'number' },
          { type: 'array', items: { ...text, description: 'Who' } },
        ],
      },
      {
        anyOf: [
          { type: 'number' },
          { type: 'array', items: { ...text, description: 'Who' } },
        ],
      },
    ],
    ['literals', { type: 'null', enum: [null] }, { type: 'null' }],
    ['literals', { ...text, enum: [] }, text],
    [
      'required',
      { properties: { a: text }, required: ['a', 'b', 'a'] },
      { properties: { a: text }, required: ['a'] },
    ],
    ['required', { type: 'object', required: ['a'] }, { type: 'object' }],
    ['required', { type: 'object', required: [] }, { type: 'object' }],
    [
      'keywords beside alternatives',
      { anyOf: [{ type: 'null' }, text], description: 'Who', title: 'Name' },
      { anyOf: [{ type: 'null' }, { ...text, description: 'Who' }] },
    ],
    [
      'keywords beside alternatives',
      {
        anyOf: [{ ...text, description: 'Ref' }, { type: 'object' }],
        description: 'Who',
        default: null,
      },
      {
        anyOf: [
          { ...text, description: 'Who. Ref. Default: null' },
          { type: 'object' },
        ],
      },
    ],
    [
      'keywords beside alternatives',
      { ...text, default: 'a' },
      { ...text, default: 'a' },
    ],
  ],
)('%s: %j becomes %j', (rule, node, becomes, ...changes) => {
  const [change] = changes;
  expect(apply(rule, node)).toEqual({ node: becomes, change });
});

it.each(LAST_RULES)('$name has a source', ({ source }) => {
  expect(source).not.toBe('');
});
