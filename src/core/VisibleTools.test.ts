import { mockServices } from '@backstage/backend-test-utils';
import { sampleAction } from '../__testUtils__/sampleAction';
import { callContext } from '../__testUtils__/callContext';
import { NO_NARROWING } from '../tools/narrowing';
import type { ListOptions } from '../actions/RememberingActionsService';
import { ToolCatalogs } from '../catalog/ToolCatalogs';
import type { Narrowing } from '../tools/types';
import { VisibleTools } from './VisibleTools';

const OLD = [sampleAction('catalog:get'), sampleAction('catalog:put')];
const NEW = [...OLD, sampleAction('catalog:new')];

/** A service whose remembered list is older than what plugins list now. */
function visibleTools(remembered = OLD, fresh = NEW) {
  const list = jest.fn(async ({ waitForFresh }: ListOptions) => ({
    actions: waitForFresh ? fresh : remembered,
  }));
  const tools = VisibleTools.create({
    actions: { list, invoke: async () => ({ output: {} }) },
    catalogs: ToolCatalogs.create({ logger: mockServices.logger.mock() }),
    filters: new Map([['default', { include: [], exclude: [] }]]),
    pluginSources: () => ['catalog'],
    requireAccess: async () => {},
  });
  const see = async (narrowing: Partial<Narrowing>, name?: string) => {
    const context = callContext({
      narrowing: { ...NO_NARROWING, ...narrowing },
    });
    const { tool, visible } = await tools.see(context, { name });
    return { tool: tool?.name, visible: visible.map(each => each.name) };
  };
  return { see, list };
}

describe('VisibleTools', () => {
  it.each([
    { asks: {}, name: 'catalog_get' },
    { asks: {}, name: undefined },
    { asks: { excludedTools: ['catalog_get'] }, name: 'catalog_put' },
  ])('looks once for $name, with $asks', async ({ asks, name }) => {
    const { see, list } = visibleTools();
    await see(asks, name);
    expect(list).toHaveBeenCalledTimes(1);
  });

  it('finds a tool that is newer than the remembered list', async () => {
    const { see } = visibleTools();
    expect(await see({}, 'catalog_new')).toMatchObject({ tool: 'catalog_new' });
  });

  it('takes the name of a tool that is newer than the remembered list', async () => {
    const { see } = visibleTools();
    expect(await see({ excludedTools: ['catalog_new'] })).toMatchObject({
      visible: ['catalog_get', 'catalog_put'],
    });
  });

  it('refuses a name that is not in a fresh list either', async () => {
    const { see, list } = visibleTools();
    await expect(see({ excludedTools: ['catalog_nwe'] })).rejects.toMatchObject(
      { name: 'InputError', message: expect.stringContaining('catalog_nwe') },
    );
    expect(list).toHaveBeenCalledTimes(2);
  });

  it('refuses an exclusion that only the remembered list knows when the fresh one is looked at', async () => {
    const { see } = visibleTools(OLD, [sampleAction('catalog:new')]);
    const asks = { excludedTools: ['catalog_get'] };
    await expect(see(asks, 'catalog_new')).rejects.toMatchObject({
      name: 'InputError',
    });
  });

  it('does not show a tool that the request excludes, fresh or not', async () => {
    const { see } = visibleTools();
    const asks = { excludedTools: ['catalog_new'] };
    expect(await see(asks, 'catalog_new')).toMatchObject({ tool: undefined });
  });
});
