import { ToolCatalog } from '../catalog/ToolCatalog';
import { sampleAction } from '../__testUtils__/sampleAction';
import { UNFILTERED } from '../tools/types';
import { PermittedLists } from './PermittedLists';
import type { ToolDecision } from './toToolDecision';

const server = { key: 'default', filter: UNFILTERED };
const toolsOf = (...ids: string[]) =>
  ToolCatalog.create(ids.map(id => sampleAction(id))).tools;
const TOOLS = toolsOf('catalog:get', 'catalog:put', 'search:query');

const ofPlugin = (id: string, key = id): ToolDecision => ({
  key,
  permitsAll: false,
  permits: ({ pluginId }) => pluginId === id,
});
const EVERYTHING: ToolDecision = {
  key: 'ALLOW',
  permitsAll: true,
  permits: () => true,
};

describe('PermittedLists', () => {
  it('contains what the decision permits, in the same order', () => {
    const names = PermittedLists.create()
      .of(TOOLS, { decision: ofPlugin('catalog'), server })
      .map(({ name }) => name);
    expect(names).toEqual(['catalog_get', 'catalog_put']);
  });

  it('returns the list itself when everything is permitted', () => {
    const lists = PermittedLists.create();
    expect(lists.of(TOOLS, { decision: EVERYTHING, server })).toBe(TOOLS);
  });

  it('returns the identical list for equal decisions', () => {
    const lists = PermittedLists.create();
    const first = lists.of(TOOLS, { decision: ofPlugin('catalog'), server });
    const again = lists.of(TOOLS, { decision: ofPlugin('catalog'), server });
    expect(again).toBe(first);
  });

  it.each([
    { what: 'decision', tools: TOOLS, decision: ofPlugin('catalog', 'other') },
    { what: 'list', tools: [...TOOLS], decision: ofPlugin('catalog') },
  ])(
    'returns another list for another $what, even with the same tools',
    ({ tools, decision }) => {
      const lists = PermittedLists.create();
      const first = lists.of(TOOLS, { decision: ofPlugin('catalog'), server });
      const other = lists.of(tools, { decision, server });
      expect(other).toEqual(first);
      expect(other).not.toBe(first);
    },
  );

  it('evicts the least recently used list', () => {
    const text = JSON.stringify(TOOLS[0]);
    const lists = PermittedLists.create(Math.round(3.5 * text.length));
    const [catalog, search] = ['catalog', 'search'].map(id => ofPlugin(id));
    const first = lists.of(TOOLS, { decision: catalog, server });
    expect(lists.of(TOOLS, { decision: catalog, server })).toBe(first);

    lists.of(TOOLS, { decision: search, server });
    lists.of(TOOLS, { decision: ofPlugin('search', 'again'), server });
    expect(lists.of(TOOLS, { decision: catalog, server })).not.toBe(first);
  });
});
