import { createServer } from 'node:http';
import { listen } from '../harness/listen.mjs';

const nest = (depth, wrap, seed) => {
  let value = seed;
  for (let i = 0; i < depth; i += 1) {
    value = wrap(value);
  }
  return value;
};
/** As text, since some are deeper than JSON.stringify goes. */
const deep = (depth, open, close, seed) =>
  `${open.repeat(depth)}${seed}${close.repeat(depth)}`;

/** Input schemas as JSON; each breaks or stalls what works on it without bounds. */
const SCHEMAS = {
  'deep-any-of': deep(3_000, '{"anyOf":[', ']}', '{"type":"string"}'),
  'deep-properties': deep(
    3_000,
    '{"type":"object","properties":{"a":',
    '}}',
    '{}',
  ),
  'deeper-lists': deep(50_000, '{"items":', '}', '{}'),
  'long-reference': JSON.stringify({
    type: 'object',
    properties: { a: { $ref: `#/${'a/'.repeat(30_000)}b` } },
  }),
  'doubling-references': JSON.stringify({
    type: 'object',
    properties: { a: { $ref: '#/definitions/d0' } },
    definitions: Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `d${i}`,
        { anyOf: [1, 2].map(() => ({ $ref: `#/definitions/d${i + 1}` })) },
      ]),
    ),
  }),
  'many-properties': JSON.stringify({
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`p${i}`, { type: 'string' }]),
    ),
  }),
  'many-literals': JSON.stringify({
    type: 'object',
    properties: { a: { enum: Array.from({ length: 50_000 }, (_, i) => i) } },
  }),
  'multiplying-parts': JSON.stringify({
    allOf: Array.from({ length: 12 }, (_, i) => ({
      anyOf: [0, 1, 2].map(j => ({
        type: 'object',
        properties: { [`a${i}${j}`]: {} },
      })),
    })),
  }),
  'long-pattern': JSON.stringify({
    type: 'object',
    properties: { a: { type: 'string', pattern: '(a+)+'.repeat(5_000) } },
  }),
  'long-description': JSON.stringify({
    type: 'object',
    description: nest(17, text => text + text, 'catalog.x '),
  }),
};

/** Sources beside the backend, one action each, that stands in nobody's way. */
export async function hostileSources() {
  const server = createServer((req, res) => {
    const plugin = req.url.split('/')[2];
    const action = JSON.stringify({
      id: `${plugin}:do`,
      pluginId: plugin,
      name: 'do',
      title: 'Do',
      description: 'Does',
      schema: { input: 0, output: {} },
      attributes: { readOnly: true, destructive: false, idempotent: true },
    }).replace('"input":0', () => `"input":${SCHEMAS[plugin] ?? '{}'}`);
    res
      .writeHead(200, { 'content-type': 'application/json' })
      .end(`{"actions":[${action}]}`);
  });
  const { port, close } = await listen(server);
  return {
    plugins: Object.keys(SCHEMAS),
    target: `http://localhost:${port}/api/{{pluginId}}`,
    close,
  };
}
