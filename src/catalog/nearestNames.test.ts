import { nearestNames } from './nearestNames';

const NAMES = [
  'catalog_delete_entity',
  'catalog_delete_location',
  'catalog_get_entity',
  'catalog_list_entities',
  'search_query',
];

describe('nearestNames', () => {
  it('puts the closest name first', () => {
    expect(nearestNames('catalog_delete_entitty', NAMES)).toEqual([
      'catalog_delete_entity',
      'catalog_get_entity',
      'catalog_delete_location',
    ]);
  });

  it('ignores case', () => {
    expect(nearestNames('SEARCH_QUERY', NAMES)).toEqual(['search_query']);
  });

  it.each([
    { asked: 'nothing', name: '' },
    { asked: 'something else', name: 'send_email' },
    { asked: 'a very long name', name: 'x'.repeat(1_000_000) },
  ])('is empty for $asked', ({ name }) => {
    expect(nearestNames(name, NAMES)).toEqual([]);
  });
});
