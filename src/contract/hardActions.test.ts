import type { JsonObject } from '@backstage/types';
import Ajv from 'ajv';
import { connect, type Era, type McpClient } from '../__testUtils__/connect';
import { HARD_ACTIONS, hardPlugin } from '../__testUtils__/hardActions';
import { TOOL_NAME, violationsOf } from '../__testUtils__/providerRules';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';

const ajv = new Ajv({ strict: false, validateFormats: false });

const eras: Era[] = [
  { era: '2026-07-28', sdk: 'v2' },
  { era: '2025-11-25', sdk: 'v1' },
];

describe.each(eras)('actions with hard inputs on $era', era => {
  let backend: McpBackend;
  let client: McpClient;

  beforeAll(async () => {
    backend = await startMcpBackend({
      features: [hardPlugin],
      config: { backend: { actions: { pluginSources: ['hard'] } } },
    });
    client = await connect(backend.url, era);
  });

  afterAll(async () => {
    await client?.close();
    await backend?.stop();
  });

  const toToolName = (name: string) => `hard_${name.replaceAll('-', '_')}`;

  it('are all listed', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(
      HARD_ACTIONS.map(({ name }) => toToolName(name)).sort(),
    );
  });

  it('follow the rules of every provider', async () => {
    const { tools } = await client.listTools();
    expect(tools.filter(({ name }) => !TOOL_NAME.test(name))).toEqual([]);
    expect(
      tools.flatMap(({ inputSchema }) =>
        violationsOf(inputSchema as JsonObject),
      ),
    ).toEqual([]);
  });

  it.each(HARD_ACTIONS)('receive what the client sent: $name', async action => {
    const { args, received = args } = action;
    const name = toToolName(action.name);
    const { tools } = await client.listTools();
    const tool = tools.find(listed => listed.name === name);
    expect(ajv.compile(tool!.inputSchema)(args)).toBe(true);

    const result = await client.callTool({ name, arguments: args });
    expect(result).toMatchObject({ structuredContent: { received } });
    expect(result.isError).toBeFalsy();
  });

  it.each(HARD_ACTIONS)('refuse wrong input: $name', async action => {
    const result = await client.callTool({
      name: toToolName(action.name),
      arguments: action.wrong,
    });
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: expect.stringMatching(/^InputError: /) }],
    });
  });
});
