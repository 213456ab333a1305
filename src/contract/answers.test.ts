import fc from 'fast-check';
import {
  type AnswerAction,
  answerPlugin,
  FITTING,
  generated,
  MISFITS,
  PLAIN,
  WITHHELD,
} from '../__testUtils__/answerActions';
import type { McpClient } from '../__testUtils__/connect';
import { describeClients } from '../__testUtils__/describeClients';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';

const textOf = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value);

/**
 * Each output arrives once and in full. The clients have listed the tools, so
 * they know the output schemas and refuse a result that violates one.
 */
describe('answers', () => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      features: [answerPlugin],
      config: {
        backend: { actions: { pluginSources: ['answer'] } },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  describeClients(({ era, connect }) => {
    let client: McpClient;
    let listed: Set<string>;

    beforeAll(async () => {
      client = await connect(backend.url);
      const { tools } = await client.listTools();
      listed = new Set(
        tools.filter(tool => tool.outputSchema).map(({ name }) => name),
      );
    });

    afterAll(async () => {
      await client.close();
    });

    const toolOf = ({ name }: AnswerAction) =>
      `answer_${name.replaceAll('-', '_')}`;
    const call = (action: AnswerAction) =>
      client.callTool({ name: toolOf(action) });

    // Revisions before 2026-07-28 allow only objects.
    const wrap = ({ name, answer }: AnswerAction) =>
      era !== '2026-07-28' &&
      (typeof answer !== 'object' ||
        answer === null ||
        Array.isArray(answer) ||
        name === 'object-or-list')
        ? { result: answer }
        : answer;

    it.each(FITTING)(
      'that match a listed schema are structured, and repeated as text: $name',
      async action => {
        const result = await call(action);
        expect(listed).toContain(toolOf(action));
        expect(result.isError).toBeUndefined();
        expect(result.structuredContent).toEqual(wrap(action));
        expect(result.content).toEqual([
          { type: 'text', text: JSON.stringify(result.structuredContent) },
        ]);
      },
    );

    it.each(PLAIN)('without a schema are only text: $name', async action => {
      const result = await call(action);
      expect(listed).not.toContain(toolOf(action));
      expect(result.isError).toBeUndefined();
      expect(result).not.toHaveProperty('structuredContent');
      expect(result.content).toEqual([
        { type: 'text', text: textOf(action.answer) },
      ]);
    });

    it('with half a surrogate pair arrive', async () => {
      const result = await client.callTool({ name: 'answer_half_character' });
      expect(result.content).toEqual([
        { type: 'text', text: 'cut \ufffd here' },
      ]);
    });

    it.each(MISFITS)(
      'that violate the listed schema are text in a result that the client accepts: $name',
      async action => {
        const { answer, read = answer } = action;
        // The client keeps the schema, and the server keeps listing it.
        for (const result of [await call(action), await call(action)]) {
          expect(listed).toContain(toolOf(action));
          expect(result).not.toHaveProperty('structuredContent');
          expect(result).toMatchObject({
            isError: true,
            content: [
              {
                text: expect.stringMatching(
                  /^The tool ran and returned the result below/,
                ),
              },
            ],
          });
          const [{ text }] = result.content as Array<{ text: string }>;
          const [, ...lines] = text.split('\n');
          expect(lines).toEqual([
            read === undefined ? 'OK' : JSON.stringify(read),
          ]);
        }
      },
    );

    it('of any value arrive, whatever the schema promises', async () => {
      const values = fc.jsonValue({ maxDepth: 2 });
      await fc.assert(
        fc.asyncProperty(values, async value => {
          generated.value = value;
          const answer = JSON.stringify({ value });
          const result = await client.callTool({ name: 'answer_generated' });
          const [{ text }] = result.content as Array<{ text: string }>;
          expect(text.split('\n').at(-1)).toBe(answer);
          expect(JSON.stringify(result.structuredContent)).toBe(
            typeof value === 'number' ? answer : undefined,
          );
        }),
        { seed: 12, numRuns: 30 },
      );
    });

    it.each(WITHHELD)(
      'that the plugin refuses are reported as lost, by a tool that ran: $name',
      async action => {
        expect(await call(action)).toMatchObject({
          isError: true,
          content: [
            {
              text: expect.stringMatching(
                /^The tool ran, but its answer is lost: .*\n- sum: Expected number, received nan$/,
              ),
            },
          ],
        });
      },
    );
  });
});
