import { mockServices } from '@backstage/backend-test-utils';
import { reasonOfUnusable } from '../tools/unusableAction';
import { withUsableActions } from './withUsableActions';

const BOX = {
  id: 'boxes:move',
  pluginId: 'boxes',
  name: 'move',
  title: 'Move',
  description: 'Moves a box',
  schema: { input: { type: 'object' }, output: { type: 'object' } },
  attributes: { readOnly: false, destructive: false, idempotent: false },
};

function usableOf(listed: unknown[]) {
  const logger = mockServices.logger.mock();
  const service = withUsableActions(
    { list: async () => ({ actions: listed as never }) },
    logger,
  );
  const list = async () => (await service.list({} as never)).actions;
  const logged = () => logger.warn.mock.calls.map(([text]) => text);
  return { list, logged };
}

it('passes on an action as it is', async () => {
  const { list, logged } = usableOf([BOX]);
  expect((await list())[0]).toBe(BOX);
  expect(logged()).toEqual([]);
});

it.each([
  [{ title: 'a'.repeat(1_001) }, 'its title is longer than 1000 characters'],
  [{ name: 'a'.repeat(257) }, 'its id is longer than 256 characters'],
  [{ examples: [null] }, 'it is not as the Actions Registry lists actions'],
  [
    { attributes: { readOnly: 'yes' } },
    'it is not as the Actions Registry lists actions',
  ],
  [{ description: 'a'.repeat(300_000) }, 'it has more than 262144 characters'],
])('keeps only the name of one with %j', async (mistake, reason) => {
  const { list, logged } = usableOf([{ ...BOX, ...mistake }]);
  await list();
  const [action] = await list();
  expect(reasonOfUnusable(action)).toBe(reason);
  expect(action).toMatchObject({ id: 'boxes:move', pluginId: 'boxes' });
  expect(JSON.stringify(action).length).toBeLessThan(500);
  expect(logged()).toEqual([`boxes:move is left out: ${reason}`]);
});

it('logs no line breaks of a plugin', async () => {
  const { list, logged } = usableOf([{ ...BOX, id: 'a\nb', attributes: null }]);
  const [{ id }] = await list();
  expect(id).toBe('a?b');
  expect(logged()[0]).toMatch(/^a\?b is left out/);
});

it('takes no reason from a plugin', async () => {
  const { list } = usableOf([{ ...BOX, unusableBecause: 'I say so' }]);
  expect(await list()).toEqual([BOX]);
});
