import { describeWays } from '../__testUtils__/describeWays';
import { INTERNAL_TEXT, KNOWN_ERRORS, parcels } from '../__testUtils__/actions';
import { describeEras } from '../__testUtils__/describeEras';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { until } from '../__testUtils__/until';

/** The output of `book-room`, which violates its schema. */
const BOOKED = {
  type: 'text',
  text: expect.stringMatching(/^The tool ran and .*:\n\{"seats":"8"\}$/),
};

/**
 * The contract: what a client can rely on in every era. A table here lists what
 * an era does not support, with the reason.
 */
describeWays('the MCP server', directAnswers => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      // The suite makes more calls per minute than the default limit allows.
      config: {
        mcpActions: { directAnswers, limits: { destructiveCallsPerMinute: 0 } },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  describeEras(({ era, sdk, connect }) => {
    // Over HTTP+SSE, the clients offer their newest revision unless configured
    // otherwise.
    const negotiated =
      era === 'http+sse' ? { v1: '2025-11-25', v2: '2024-11-05' }[sdk] : era;

    it(`negotiates ${negotiated}`, async () => {
      await using client = await connect(backend.url);
      expect(client.version).toBe(negotiated);
    });

    it('lists an action with its title, description, schema and hints', async () => {
      await using client = await connect(backend.url);
      const { tools } = await client.listTools();
      expect(tools).toContainEqual(
        expect.objectContaining({
          name: 'sample_greet_user',
          title: 'Greet User',
          description: 'Generate a personalized greeting',
          inputSchema: expect.objectContaining({
            type: 'object',
            properties: {
              name: { type: 'string', description: 'Who to greet' },
            },
            required: ['name'],
          }),
          annotations: {
            title: 'Greet User',
            readOnlyHint: true,
            destructiveHint: false,
            idempotentHint: true,
            openWorldHint: false,
          },
          outputSchema: expect.objectContaining({
            type: 'object',
            properties: { greeting: { type: 'string' } },
            required: ['greeting'],
          }),
        }),
      );
    });

    it('lists the tools sorted by name', async () => {
      await using client = await connect(backend.url);
      const { tools } = await client.listTools();
      const names = tools.map(tool => tool.name);
      expect(names).toEqual([...names].sort());
    });

    it('finds every listed tool in a call', async () => {
      await using client = await connect(backend.url);
      const { tools } = await client.listTools();
      for (const { name } of tools) {
        const result = await client.callTool({
          name,
          arguments: { name: 'Ann' },
        });
        expect(result.content).toHaveLength(1);
      }
    });

    it('returns text and structured content', async () => {
      await using client = await connect(backend.url);
      const result = await client.callTool({
        name: 'sample_greet_user',
        arguments: { name: 'Ann' },
      });
      expect(result.isError).toBeUndefined();
      expect(result.structuredContent).toEqual({ greeting: 'Hello Ann!' });
      expect(result.content).toEqual([
        { type: 'text', text: '{"greeting":"Hello Ann!"}' },
      ]);
    });

    it.each([
      'sample.greet-user',
      'sample:greet-user',
      'sample-greet-user',
      'greet-user',
    ])('resolves the spelling %s', async name => {
      await using client = await connect(backend.url);
      const result = await client.callTool({
        name,
        arguments: { name: 'Ann' },
      });
      expect(result.structuredContent).toEqual({ greeting: 'Hello Ann!' });
    });

    it.each([
      ['an array', 'list-teams', '["storefront","fulfilment"]'],
      ['a number', 'count-teams', '2'],
      ['a text', 'name-team', 'storefront'],
      ['null', 'find-no-team', 'null'],
    ])(
      'returns %s as text when no schema is listed',
      async (_, action, text) => {
        await using client = await connect(backend.url);
        const result = await client.callTool({ name: action });
        expect(result.content).toEqual([{ type: 'text', text }]);
        expect(result).not.toHaveProperty('structuredContent');
      },
    );

    it('returns OK when the action has no output', async () => {
      await using client = await connect(backend.url);
      const result = await client.callTool({ name: 'touch-team' });
      expect(result.content).toEqual([{ type: 'text', text: 'OK' }]);
      expect(result).not.toHaveProperty('structuredContent');
    });

    it('runs actions on behalf of the caller', async () => {
      await using client = await connect(backend.url, {
        as: 'user:default/jane',
      });
      const result = await client.callTool({ name: 'tell-caller' });
      expect(result.structuredContent).toEqual({ caller: 'user:default/jane' });
    });

    it.each(KNOWN_ERRORS)(
      'reports the known error of %s',
      async (action, text) => {
        await using client = await connect(backend.url);
        const result = await client.callTool({ name: action });
        expect(result).toMatchObject({
          isError: true,
          content: [{ type: 'text', text }],
        });
        expect(result).not.toHaveProperty('structuredContent');
      },
    );

    it('reports which arguments are wrong', async () => {
      await using client = await connect(backend.url);
      const result = await client.callTool({
        name: 'sample_book_room',
        arguments: { seats: 'many', tags: [7] },
      });
      expect(result).toMatchObject({
        isError: true,
        content: [
          {
            type: 'text',
            text: [
              'InputError: Invalid input to action "sample:book-room"',
              '- seats: Expected number, received string',
              '- tags.0: Expected string, received number',
            ].join('\n'),
          },
        ],
      });
      expect(result._meta ?? {}).not.toHaveProperty(['io.backstage/error']);
    });

    it('accepts arguments that were sent as text', async () => {
      await using client = await connect(backend.url);
      const result = await client.callTool({
        name: 'sample_book_room',
        arguments: {
          seats: '8',
          tags: '["tv"]',
          quiet: null,
          from: '{"hour":"9"}',
        },
      });
      expect(result.content).toEqual([BOOKED]);
    });

    it('reports twenty of 2,500 wrong entries of one list', async () => {
      await using client = await connect(backend.url);
      const { content } = await client.callTool({
        name: 'sample_book_room',
        arguments: { seats: 8, tags: Array.from({ length: 2_500 }, () => 7) },
      });
      const [{ text }] = content as Array<{ text: string }>;
      const lines = text.split('\n');
      expect(lines).toHaveLength(22);
      expect(lines.at(-1)).toBe('- and 2,480 more');
    });

    it('refuses a number in text that would change when parsed', async () => {
      await using client = await connect(backend.url);
      expect(
        await client.callTool({
          name: 'sample_book_room',
          arguments: { seats: '725653563933458431', tags: [] },
        }),
      ).toMatchObject({
        isError: true,
        content: [
          {
            text: expect.stringContaining(
              '- seats: Expected number, received string',
            ),
          },
        ],
      });
    });

    it('sends an output that violates its schema, marked as an error', async () => {
      await using client = await connect(backend.url);
      const result = await client.callTool({
        name: 'sample_book_room',
        arguments: { seats: 8, tags: [] },
      });
      expect(result.content).toEqual([BOOKED]);
    });

    it('sends MCP content that an action returns', async () => {
      await using client = await connect(backend.url);
      const result = await client.callTool({ name: 'draw-team' });
      expect(result.content).toEqual([
        { type: 'image', data: 'aGk=', mimeType: 'image/png' },
      ]);
    });

    it('refers to other tools by their listed names, and shows examples', async () => {
      await using client = await connect(backend.url);
      const { tools } = await client.listTools();
      expect(
        tools.find(({ name }) => name === 'sample_book_room')?.description,
      ).toBe(
        'Books a room. See sample_greet_user and sample_list_teams\n\nExample, a big one: {"seats":8,"tags":["tv"]}',
      );
    });

    it('masks an unknown error behind a reference', async () => {
      await using client = await connect(backend.url);
      const result = await client.callTool({ name: 'crash' });
      expect(result).toMatchObject({
        isError: true,
        content: [
          {
            type: 'text',
            text: expect.stringMatching(
              /^Internal error\. The server's log has the reason, under reference [0-9a-f-]{36}$/,
            ),
          },
        ],
      });
      expect(JSON.stringify(result)).not.toContain(INTERNAL_TEXT);
    });

    it('refuses an unknown tool and names the nearest', async () => {
      await using client = await connect(backend.url);
      await expect(
        client.callTool({ name: 'sample_greet_usr' }),
      ).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining(
          'Unknown tool: sample_greet_usr. Did you mean sample_greet_user',
        ),
      });
    });

    it('refuses a cursor, since the list has one page', async () => {
      await using client = await connect(backend.url);
      await expect(
        client.listTools({ cursor: 'page-2' }),
      ).rejects.toMatchObject({
        code: -32602,
      });
    });

    it('survives a client that leaves during a call', async () => {
      const leaving = await connect(backend.url);
      const call = leaving
        .callTool({ name: 'deliver-parcel', arguments: { isHeld: true } })
        .catch(error => error);
      await until(() => parcels.held() === 1);
      await leaving.close();
      expect(await call).toBeInstanceOf(Error);
      await using client = await connect(backend.url);
      const others = () => client.callTool({ name: 'count-teams' });
      expect(await others()).toBeDefined();
      // The server has noticed by now that the first client left.
      parcels.deliver();
      expect(await others()).toBeDefined();
    });
  });
});
