import fc from 'fast-check';
import { toPortableNames } from './portableNames';

describe('toPortableNames', () => {
  it.each([
    ['name', 'name'],
    ['spec.type', 'spec.type'],
    ['$filter', '_filter'],
    ['with space', 'with_space'],
    ['a/b', 'a_b'],
    ['зона 1', '_1'],
    ['', '_'],
    ['k'.repeat(70), 'k'.repeat(64)],
  ])('maps %j to %s', (name, portable) => {
    expect(toPortableNames([name]).get(name)).toBe(portable);
  });

  it('adds a hash only to replaced names that clash', () => {
    const names = toPortableNames(['a b', 'a/b', 'c', '$c', '_d']);
    expect(Object.fromEntries(names)).toEqual({
      'a b': 'a_b_c8687a08',
      'a/b': 'a_b_c14cddc0',
      c: 'c',
      $c: '_c',
      _d: '_d',
    });
    expect(toPortableNames(['_d', '$d']).get('$d')).toMatch(/^_d_[0-9a-f]{8}$/);
  });

  it('keeps names distinct, in any order', () => {
    const part = fc.constantFrom('a', 'b', '$', '/', '_', ' ', 'a_b_c8687a08');
    const name = fc.array(part, { maxLength: 4 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 12 }), names => {
        const portable = [...toPortableNames(names).values()];
        expect(new Set(portable).size).toBe(names.length);
        expect(
          portable.filter(each => !/^[a-zA-Z0-9_.-]{1,64}$/.test(each)),
        ).toEqual([]);
      }),
      { seed: 7 },
    );
  });
});
