import { ToolCatalog } from '../catalog/ToolCatalog';
import { sampleAction } from '../__testUtils__/sampleAction';
import type { PermitsTool } from '../tools/permitsTool';
import type { ToolServer } from '../tools/types';
import { createCatalogs } from './Catalogs';

const A: ToolServer = {
  key: 'a',
  filter: { include: [{ id: 'catalog:*' }], exclude: [] },
};
const B: ToolServer = {
  key: 'b',
  filter: { include: [{ id: 'catalog:get' }], exclude: [] },
};
const ACTIONS = ['catalog:get', 'catalog:put', 'search:query'].map(id =>
  sampleAction(id),
);

function entryOf(actionId: string, permits?: PermitsTool) {
  const of = ({ filter }: ToolServer) =>
    ToolCatalog.create(ACTIONS, { filter });
  return createCatalogs(of, [A, B], permits).entryOf(actionId)?.tool.actionId;
}

describe('Catalogs', () => {
  it.each<{ of: string; actionId: string; on: string[]; has: boolean }>([
    {
      of: 'that one server has',
      actionId: 'catalog:get',
      on: ['b'],
      has: true,
    },
    { of: 'denied everywhere', actionId: 'catalog:get', on: ['*'], has: false },
    {
      of: 'denied on its only server',
      actionId: 'catalog:put',
      on: ['b', '*'],
      has: false,
    },
    {
      of: 'that no server has',
      actionId: 'search:query',
      on: ['*'],
      has: true,
    },
    {
      of: 'that no server has and the policy denies',
      actionId: 'search:query',
      on: ['a', 'b'],
      has: false,
    },
  ])('have an action $of: $has', ({ actionId, on, has }) => {
    const entry = entryOf(actionId, (_, { key }) => on.includes(key));
    expect(entry).toBe(has ? actionId : undefined);
  });

  it('permit everything by default', () => {
    expect(ACTIONS.map(({ id }) => entryOf(id))).toEqual([
      'catalog:get',
      'catalog:put',
      'search:query',
    ]);
  });
});
