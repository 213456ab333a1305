import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import fc from 'fast-check';
import { type RememberedList, RememberedLists } from './RememberedLists';

const MAX_BYTES = 10_000;

/** A list whose JSON is slightly longer than `length`. */
function listOf(letter: string, length = 10): RememberedList {
  const action: ActionsServiceAction = {
    id: 'catalog:get-entity',
    pluginId: 'catalog',
    name: 'get-entity',
    title: 'Get entity',
    description: letter.repeat(length),
    schema: { input: { type: 'object' }, output: {} },
    attributes: { readOnly: true, destructive: false, idempotent: true },
  };
  return { actions: [action], askedAt: 1, fetchedAt: 2, silent: new Map() };
}

describe('RememberedLists', () => {
  it('returns what was stored', () => {
    const lists = RememberedLists.create();
    lists.set('jane', listOf('a'));
    expect(lists.get('jane')).toMatchObject(listOf('a'));
    expect(lists.get('ravi')).toBeUndefined();
  });

  it('counts equal lists once, so that no principal is evicted', () => {
    const lists = RememberedLists.create(MAX_BYTES);
    const keys = Array.from({ length: 1_000 }, (_, number) => `user-${number}`);
    keys.forEach(key => lists.set(key, listOf('a', 8_000)));
    const known = new Set(keys.map(key => lists.get(key)?.actions));
    expect([...known]).toEqual([listOf('a', 8_000).actions]);
  });

  it('evicts the least recently used content for all principals that have it', () => {
    const lists = RememberedLists.create(MAX_BYTES);
    lists.set('jane', listOf('a', 4_000));
    lists.set('ravi', listOf('b', 4_000));
    lists.set('rosa', listOf('b', 4_000));
    lists.get('jane');
    lists.set('john', listOf('c', 4_000));
    const known = ['jane', 'ravi', 'rosa', 'john'].filter(key =>
      lists.get(key),
    );
    expect(known).toEqual(['jane', 'john']);
  });

  it('keeps a single list that exceeds the bound, for all principals that see it', () => {
    const lists = RememberedLists.create(MAX_BYTES);
    lists.set('jane', listOf('a'));
    lists.set('ravi', listOf('b', 20_000));
    lists.set('rosa', listOf('b', 20_000));
    expect(lists.get('jane')).toBeUndefined();
    expect(lists.get('ravi')?.actions).toBe(lists.get('rosa')?.actions);
    expect(lists.get('ravi')).toMatchObject(listOf('b', 20_000));
  });

  it('counts bytes, not characters', () => {
    const lists = RememberedLists.create(MAX_BYTES);
    lists.set('jane', listOf('\u{20ac}', 2_000));
    lists.set('ravi', listOf('\u{20a9}', 2_000));
    expect(lists.get('jane')).toBeUndefined();
  });

  it('never returns the list of another principal, whatever is evicted', () => {
    const step = fc.record({
      key: fc.constantFrom('jane', 'ravi', 'rosa', 'john'),
      letter: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      length: fc.constantFrom(10, 3_000, 6_000, 20_000),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const lists = RememberedLists.create(MAX_BYTES);
        const given = new Map<string, RememberedList>();
        for (const { key, letter, length } of steps) {
          const list = listOf(letter, length);
          given.set(key, list);
          expect(lists.set(key, list)).toEqual(list.actions);
          for (const [other, { actions }] of given) {
            expect([undefined, actions]).toContainEqual(
              lists.get(other)?.actions,
            );
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
