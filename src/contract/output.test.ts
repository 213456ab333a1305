import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { mockServices } from '@backstage/backend-test-utils';
import { connect, type McpClient } from '../__testUtils__/connect';
import { describeEras } from '../__testUtils__/describeEras';
import { describeWays } from '../__testUtils__/describeWays';
import {
  LARGE_ACTIONS,
  LARGE_BOUND_BYTES,
  largePlugin,
  runs,
  WHOLE,
} from '../__testUtils__/largeActions';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { until } from '../__testUtils__/until';

const NOTE = 'This tool takes limit';
/** The wrapper of an output that is not an object, before 2026-07-28. */
const WRAPPER_SIZE = '{"result":}'.length;
const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

interface Result {
  structuredContent?: unknown;
  isError?: boolean;
  content: Array<{ type: string; text: string }>;
}

/**
 * The client has listed the tools, and refuses a result that violates its
 * schema.
 */
describeWays('an output above the bound', directAnswers => {
  const logger = mockServices.logger.mock();
  logger.child.mockImplementation(() => logger);
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      features: [largePlugin, logger.factory],
      config: {
        backend: { actions: { pluginSources: ['large'] } },
        mcpActions: { directAnswers, output: { maxSize: LARGE_BOUND_BYTES } },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  describeEras(era => {
    let client: McpClient;

    beforeAll(async () => {
      client = await era.connect(backend.url);
      await client.listTools();
    });

    afterAll(async () => {
      await client.close();
    });

    async function call(name: string): Promise<Result> {
      const tool = `large_${name.replaceAll('-', '_')}`;
      return (await client.callTool({ name: tool })) as unknown as Result;
    }

    it.each(LARGE_ACTIONS)(
      'arrives cut, with the note in the $noteIn: $name',
      async ({ name, noteIn }) => {
        const ranBefore = runs.get(name) ?? 0;
        const result = await call(name);
        const { structuredContent, content, isError } = result;
        const texts = content.map(({ text }) => text);

        expect(isError).toBeUndefined();
        expect(runs.get(name)).toBe(ranBefore + 1);
        expect(Buffer.byteLength(texts.at(-1)!)).toBeLessThanOrEqual(
          LARGE_BOUND_BYTES + WRAPPER_SIZE,
        );
        expect(texts[0]).toContain(NOTE);
        expect(texts.slice(1).join()).not.toContain(NOTE);
        expect(JSON.stringify({ structuredContent }).includes(NOTE)).toBe(
          noteIn === 'structured',
        );
        expect(texts.length > 1).toBe(noteIn === 'block before');
      },
    );

    it('repeats the cut output as text, byte by byte', async () => {
      const { structuredContent, content } = await call('list-of-texts');

      expect(content.at(-1)).toEqual({
        type: 'text',
        text: JSON.stringify(structuredContent),
      });
    });

    it('arrives whole when its schema would not accept a cut one', async () => {
      const { structuredContent, isError } = await call(WHOLE.name);

      expect(isError).toBeUndefined();
      expect(structuredContent).toEqual(WHOLE.answer);
    });
  });

  it('is logged once if it is sent whole', () => {
    const warnings = logger.warn.mock.calls
      .map(([message]) => message)
      .filter(message => message.includes('is sent whole'));

    expect(warnings).toEqual([
      expect.stringMatching(
        /^The output of large:required-keys is too large and is sent whole: .*maxOutputSize$/,
      ),
    ]);
  });
});

/** A catalog with more than 200 kB on one page, and in one entity. */
describe('the catalog', () => {
  const APIS = 15;
  const DEFINITION = 'openapi: 3.0.0\npaths: {}\n'.repeat(1_000);
  let folder: string;
  let backend: McpBackend;
  let client: McpClient;

  const apiOf = (name: string, definition: string) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { name },
    spec: { type: 'openapi', lifecycle: 'production', owner: 'a', definition },
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'catalog-'));
    const target = join(folder, 'catalog.yaml');
    const entities = [
      apiOf('huge', DEFINITION.repeat(10)),
      ...Array.from({ length: APIS - 1 }, (_, index) =>
        apiOf(`api-${index}`, DEFINITION),
      ),
    ];
    // JSON is YAML.
    const documents = entities.map(entity => JSON.stringify(entity));
    await writeFile(target, documents.join('\n---\n'));
    backend = await startMcpBackend({
      features: [catalogPlugin],
      config: {
        backend: { actions: { pluginSources: ['catalog'] } },
        catalog: {
          rules: [{ allow: ['API'] }],
          locations: [{ type: 'file', target }],
        },
      },
    });
    client = await connect(backend.url, { era: '2025-11-25', sdk: 'v1' });
    await client.listTools();
    await until(async () => {
      const { structuredContent } = await call('query_catalog_entities', {
        query: { kind: 'API' },
        fields: ['metadata.name'],
      });
      return (structuredContent as { totalItems?: number }).totalItems === APIS;
    });
  });

  afterAll(async () => {
    await client?.close();
    await backend?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function call(name: string, args: Record<string, unknown>) {
    return (await client.callTool({
      name: `catalog_${name}`,
      arguments: args,
    })) as unknown as Result;
  }

  it.each([
    {
      name: 'query_catalog_entities',
      args: { query: { kind: 'API' } },
      note: /^texts over [\d,]+ characters are shortened\. This tool takes .*limit.*cursor/,
    },
    {
      name: 'get_catalog_entity',
      args: { kind: 'API', name: 'huge' },
      note: /^texts over [\d,]+ characters are shortened$/,
    },
  ])('returns at most 200 kB: $name', async ({ name, args, note }) => {
    const { structuredContent, content, isError } = await call(name, args);
    const answer = structuredContent ?? JSON.parse(content[0].text);

    expect(isError).toBeUndefined();
    expect(sizeOf(answer)).toBeLessThanOrEqual(204_800);
    expect(sizeOf(answer)).toBeGreaterThan(150_000);
    expect(answer).toMatchObject({ _cut: expect.stringMatching(note) });
  });

  it('returns a smaller output unchanged', async () => {
    const { content } = await call('get_catalog_model_description', {});

    expect(content[0].text).not.toContain('_cut');
  });
});
