import { createServer } from 'node:http';
import express from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { requireSmallRequest } from './requireSmallRequest';

const app = express()
  .use(requireSmallRequest)
  .use((_req, res) => res.send('passed'));
/** A server without the header limit of Node.js. */
const server = createServer({ maxHeaderSize: 1_000_000 }, app);

const BOUNDS = {
  Origin: 300,
  Host: 300,
  Accept: 1_000,
  'Content-Type': 1_000,
  'MCP-Protocol-Version': 100,
  'Mcp-Method': 200,
  'Mcp-Name': 1_000,
  'Mcp-Session-Id': 1_000,
  'X-MCP-Toolsets': 8_000,
  'X-MCP-Tools': 8_000,
  'X-MCP-Exclude-Tools': 8_000,
  'X-MCP-Readonly': 100,
  'Access-Control-Request-Headers': 8_000,
  Baggage: 8_192,
};

describe('requireSmallRequest', () => {
  it.each([
    { path: `/${'a'.repeat(7_999)}`, status: 200 },
    { path: `/${'a'.repeat(8_000)}`, status: 414 },
    { path: `/${'/'.repeat(15_000)}x`, status: 414 },
    { path: `/?${'a'.repeat(8_000)}`, status: 414 },
  ])('responds with $status to a URL', async ({ path, status }) => {
    const response = await request(server).get(path);

    expect(response.status).toBe(status);
  });

  it('names the bound that a URL exceeds', async () => {
    const response = await request(server).get(`/${'a'.repeat(8_000)}`);

    expect(response.body).toEqual({
      jsonrpc: '2.0',
      error: {
        code: -32000,
        message: 'URI Too Long: the URL exceeds 8000 characters',
      },
      id: null,
    });
  });

  it.each(Object.entries(BOUNDS))('bounds %s to %d', async (name, length) => {
    const fits = await request(server).get('/').set(name, 'a'.repeat(length));
    const tooLong = await request(server)
      .get('/')
      .set(name, 'a'.repeat(length + 1));

    expect(fits.status).toBe(200);
    expect(tooLong.status).toBe(431);
    expect(tooLong.body.error).toEqual({
      code: -32000,
      message: `Request Header Fields Too Large: ${name.toLowerCase()} exceeds ${length} characters`,
    });
  });

  it('bounds all headers together, whatever their names', async () => {
    const name = fc.stringMatching(/^x-[a-z]{1,20}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 2, maxLength: 8 }),
        async names => {
          const test = request(server).get('/');
          const length = Math.ceil(32_768 / names.length);
          names.forEach(each => test.set(each, 'a'.repeat(length)));
          expect((await test).status).toBe(431);
        },
      ),
      { numRuns: 20, seed: 7 },
    );
  }, 60_000);

  it('accepts a token of 16 kB', async () => {
    const response = await request(server)
      .get('/')
      .set('Authorization', `Bearer ${'a'.repeat(16_384)}`);

    expect(response.text).toBe('passed');
  });
});
