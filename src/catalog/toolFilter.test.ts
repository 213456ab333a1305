import { findExclusion, toRulePredicate, toToolPredicate } from './toolFilter';
import type { FilterRule, Tool, ToolFilter } from '../tools/types';

const getEntity: Pick<Tool, 'actionId' | 'attributes'> = {
  actionId: 'catalog:get-entity',
  attributes: { readOnly: true, destructive: false, idempotent: true },
};
const deleteEntity: typeof getEntity = {
  actionId: 'catalog:delete-entity',
  attributes: { readOnly: false, destructive: true, idempotent: true },
};

describe('toRulePredicate', () => {
  it.each<{ id: string; matches: boolean }>([
    { id: 'catalog:get-entity', matches: true },
    { id: 'catalog:*', matches: true },
    { id: '*:get-*', matches: true },
    { id: '*', matches: true },
    { id: '**', matches: true },
    { id: '{catalog,search}:*', matches: true },
    { id: 'catalog:get-?ntity', matches: true },
    { id: 'catalog:{get,list}-entity', matches: true },
    { id: 'catalog', matches: false },
    { id: 'catalog:get', matches: false },
    { id: 'get-entity', matches: false },
    { id: 'Catalog:*', matches: false },
    { id: 'search:*', matches: false },
    { id: '', matches: false },
  ])('matches the id with the glob $id: $matches', ({ id, matches }) => {
    expect(toRulePredicate({ id })(getEntity)).toBe(matches);
  });

  it.each<{ attributes: FilterRule['attributes']; matches: boolean }>([
    { attributes: {}, matches: true },
    { attributes: { readOnly: true }, matches: true },
    { attributes: { destructive: false }, matches: true },
    { attributes: { readOnly: true, destructive: false }, matches: true },
    { attributes: { readOnly: false }, matches: false },
    { attributes: { readOnly: true, idempotent: false }, matches: false },
  ])('matches the attributes $attributes: $matches', row => {
    const { attributes, matches } = row;

    expect(toRulePredicate({ attributes })(getEntity)).toBe(matches);
  });

  it('matches everything when the rule is empty', () => {
    expect(toRulePredicate({})(deleteEntity)).toBe(true);
  });

  it('requires both the id and the attributes to match', () => {
    const matches = toRulePredicate({
      id: 'catalog:*',
      attributes: { readOnly: true },
    });

    expect([matches(getEntity), matches(deleteEntity)]).toEqual([true, false]);
  });
});

const CASES: Array<{
  says: string;
  filter: ToolFilter;
  exclusion: string | undefined;
}> = [
  {
    says: 'no rules',
    filter: { include: [], exclude: [] },
    exclusion: undefined,
  },
  {
    says: 'a matching include',
    filter: { include: [{ id: 'catalog:*' }], exclude: [] },
    exclusion: undefined,
  },
  {
    says: 'several includes, one of them matching',
    filter: { include: [{ id: 'search:*' }, { id: 'catalog:*' }], exclude: [] },
    exclusion: undefined,
  },
  {
    says: 'an exclude that does not match',
    filter: { include: [], exclude: [{ id: 'search:*' }] },
    exclusion: undefined,
  },
  {
    says: 'an include that does not match',
    filter: { include: [{ id: 'search:*' }], exclude: [] },
    exclusion: 'include',
  },
  {
    says: 'a matching exclude',
    filter: { include: [], exclude: [{ id: 'catalog:*' }] },
    exclusion: 'exclude[0]',
  },
  {
    says: 'a matching exclude and a matching include',
    filter: {
      include: [{ id: 'catalog:get-entity' }],
      exclude: [{ id: 'search:*' }, { attributes: { readOnly: true } }],
    },
    exclusion: 'exclude[1]',
  },
  {
    says: 'a matching exclude and an include that does not match',
    filter: { include: [{ id: 'search:*' }], exclude: [{ id: 'catalog:*' }] },
    exclusion: 'exclude[0]',
  },
];

describe('toToolPredicate', () => {
  it.each(CASES)('decides on a filter with $says', ({ filter, exclusion }) => {
    expect(toToolPredicate(filter)(getEntity)).toBe(exclusion === undefined);
  });
});

describe('findExclusion', () => {
  it.each(CASES)(
    'finds $exclusion in a filter with $says',
    ({ filter, exclusion }) => {
      expect(findExclusion(filter, getEntity)).toBe(exclusion);
    },
  );
});
