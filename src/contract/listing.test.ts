import type { JsonObject } from '@backstage/types';
import { connect } from '../__testUtils__/connect';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';

const NEWEST = { era: '2026-07-28', sdk: 'v2' } as const;

/** How the operator has tools listed and called. */
describe('mcpActions', () => {
  let backend: McpBackend;

  afterEach(async () => {
    await backend.stop();
  });

  async function connectWith(mcpActions: JsonObject) {
    backend = await startMcpBackend({ config: { mcpActions } });
    return connect(backend.url, NEWEST);
  }

  it.each([
    ['by default', {}, 'sample_greet_user'],
    ['dotted', { toolNames: { style: 'dotted' } }, 'sample.greet-user'],
    ['without the plugin', { namespacedToolNames: false }, 'greet_user'],
    [
      'dotted, without the plugin',
      { namespacedToolNames: false, toolNames: { style: 'dotted' } },
      'greet-user',
    ],
    ['in 16 characters', { toolNames: { maxLength: 16 } }, 'sample_gr_090d42'],
  ])('lists names %s', async (_, mcpActions, name) => {
    await using client = await connectWith(mcpActions);
    const { tools } = await client.listTools();
    expect(tools.map(tool => tool.name)).toContain(name);
    const calls = [name, 'sample.greet-user', 'sample:greet-user'].map(
      spelling =>
        client.callTool({ name: spelling, arguments: { name: 'Ann' } }),
    );
    for (const { structuredContent } of await Promise.all(calls)) {
      expect(structuredContent).toEqual({ greeting: 'Hello Ann!' });
    }
  });

  it('resolves the aliases that the operator gives', async () => {
    await using client = await connectWith({
      toolNames: { aliases: { 'say-hello': 'sample:greet-user' } },
    });
    const { structuredContent } = await client.callTool({
      name: 'say-hello',
      arguments: { name: 'Ann' },
    });
    expect(structuredContent).toEqual({ greeting: 'Hello Ann!' });
  });

  it('shows the schemas of the actions as they are when told to', async () => {
    await using client = await connectWith({ schemas: 'verbatim' });
    const { tools } = await client.listTools();
    const greet = tools.find(({ name }) => name === 'sample_greet_user');
    expect(greet?.inputSchema).toHaveProperty('$schema');
  });

  it('shows no output schemas, and sends no structured content, when told not to', async () => {
    await using client = await connectWith({ outputSchemas: false });
    const { tools } = await client.listTools();
    expect(tools.filter(tool => 'outputSchema' in tool)).toEqual([]);
    expect(
      await client.callTool({
        name: 'sample_greet_user',
        arguments: { name: 'Ann' },
      }),
    ).not.toHaveProperty('structuredContent');
  });

  it('takes arguments for what they are when told to', async () => {
    await using client = await connectWith({ coerceArguments: false });
    const result = await client.callTool({
      name: 'sample_book_room',
      arguments: { seats: '8', tags: [] },
    });
    expect(result.isError).toBe(true);
  });
});
