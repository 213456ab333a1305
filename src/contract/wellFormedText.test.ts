import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import fc from 'fast-check';
import { openSseStream } from '../__testUtils__/openSseStream';
import { type Message, postMessage } from '../__testUtils__/postMessage';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { until } from '../__testUtils__/until';
import { MODERN_META } from '../__testUtils__/streamableMessages';

/** What JSON.stringify writes of a lone surrogate; of a pair it writes none. */
const LONE_SURROGATE =
  /\\ud[89a-f][0-9a-f]{2}|[\ud800-\udfff](?<![\ud800-\udbff][\udc00-\udfff])(?![\udc00-\udfff])/i;

/** Actions that answer, raise and describe what they are given: half pairs. */
const brokenPlugin = createBackendPlugin({
  pluginId: 'broken',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        const about = {
          title: 'cut \ud83d',
          description: 'cut \ud83d here',
          examples: [{ title: '\ude00', input: { text: 'cut \ud83d' } }],
        };
        actionsRegistry.register({
          ...about,
          name: 'repeat',
          schema: {
            input: z => z.object({ text: z.string().describe('\ud83d') }),
            output: z => z.object({ texts: z.array(z.record(z.string())) }),
          },
          action: async ({ input }) => ({
            output: { texts: [{ [input.text]: input.text }] },
          }),
        });
        actionsRegistry.register({
          ...about,
          name: 'refuse',
          schema: {
            input: z => z.object({ text: z.string() }),
            output: z => z.object({}),
          },
          action: async ({ input }) => {
            throw new InputError(`No ${input.text}`);
          },
        });
        actionsRegistry.register({
          ...about,
          name: 'crash',
          schema: {
            input: z => z.object({ text: z.string() }),
            output: z => z.object({}),
          },
          action: async ({ input }) => {
            throw new Error(`Crash \ud83d of ${input.text}`);
          },
        });
      },
    });
  },
});

const brokenText = fc.string({
  unit: fc.constantFrom('a', '\ud83d', '\ude00', '"', '\u{1F600}'),
  maxLength: 200,
});

describe('well-formed Unicode', () => {
  const logger = mockServices.logger.mock();
  logger.child.mockImplementation(() => logger);
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      features: [brokenPlugin, logger.factory],
      config: {
        backend: { actions: { pluginSources: ['broken'] } },
        mcpActions: {
          name: 'Cut \ud83d',
          instructions: 'Cut \ud83d',
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  const ERAS: Record<string, (message: Message) => Promise<string>> = {
    '2025-11-25': async message =>
      (await postMessage(backend.url, message)).text(),
    '2026-07-28': async message => {
      const { params = {} } = message;
      const name = String(params.name);
      const answer = await postMessage(
        backend.url,
        { ...message, params: { ...params, _meta: MODERN_META } },
        {
          headers: {
            'mcp-protocol-version': '2026-07-28',
            'mcp-method': message.method,
            ...(params.name !== undefined && {
              'mcp-name': `=?base64?${Buffer.from(name).toString('base64')}?=`,
            }),
          },
        },
      );
      return answer.text();
    },
    'http+sse': async message => {
      await using stream = await openSseStream(backend.url);
      await stream.post(message);
      await until(() => stream.messages().length > 0);
      return stream.text();
    },
  };

  describe.each(Object.keys(ERAS))('in %s', era => {
    const ask = ERAS[era];

    it('lists no lone surrogate', async () => {
      const text = await ask({ id: 1, method: 'tools/list' });

      expect(text).toContain('broken_repeat');
      expect(text).toContain('cut \ufffd here');
      expect(text).not.toMatch(LONE_SURROGATE);
    });

    it.each([
      { name: 'broken_repeat', reads: 'texts' },
      { name: 'broken_refuse', reads: 'InputError: No ' },
      { name: 'broken_crash', reads: 'Internal error' },
    ])('answers none of $name, whatever the arguments', async row => {
      await fc.assert(
        fc.asyncProperty(brokenText, async given => {
          const text = await ask({
            id: 1,
            method: 'tools/call',
            params: { name: row.name, arguments: { text: given } },
          });
          expect(text).toContain(row.reads);
          expect(text).not.toMatch(LONE_SURROGATE);
        }),
        { seed: 12, numRuns: 8 },
      );
    });

    it('repeats none of the name of an unknown tool', async () => {
      await fc.assert(
        fc.asyncProperty(brokenText, async name => {
          const text = await ask({
            id: 1,
            method: 'tools/call',
            params: { name: `x${'\u{1F600}'.repeat(70)}${name}` },
          });
          expect(text).toContain('Unknown tool');
          expect(text).not.toMatch(LONE_SURROGATE);
        }),
        { seed: 12, numRuns: 8 },
      );
    });
  });

  it('introduces the server without any', async () => {
    const text = await ERAS['2025-11-25']({
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'cut \ud83d', version: '1' },
      },
    });

    expect(text).toContain('Cut \ufffd');
    expect(text).not.toMatch(LONE_SURROGATE);
  });

  // Runs last: by now everything above is in the log.
  it('logs none', () => {
    const calls = [
      ...logger.error.mock.calls,
      ...logger.warn.mock.calls,
      ...logger.info.mock.calls,
    ].filter(([message]) => /tools\/call|MCP/.test(message));

    expect(calls).not.toEqual([]);
    expect(
      calls.map(([message, meta]) => `${message} ${(meta as Error)?.stack}`),
    ).toEqual(calls.map(() => expect.not.stringMatching(LONE_SURROGATE)));
  });
});
