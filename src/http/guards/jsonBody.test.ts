import { gzipSync } from 'node:zlib';
import express from 'express';
import request, { type Test } from 'supertest';
import { jsonBody } from './jsonBody';

/** Responds with the parsed body. */
const app = express()
  .use(jsonBody(1024 * 1024))
  .use((req, res) => res.json({ parsed: req.body ?? 'nothing' }));

function post(body: string | Buffer, headers: Record<string, string> = {}) {
  return request(app)
    .post('/')
    .set({ 'Content-Type': 'application/json', ...headers })
    .serialize(text => text as string)
    .send(body);
}

/** Sends a body in chunks, and so without its length. */
function postChunks(...chunks: string[]): Test {
  const test = request(app).post('/').set({
    'Content-Type': 'application/json',
    'Transfer-Encoding': 'chunked',
  });
  chunks.forEach(chunk => test.write(chunk));
  return test;
}

function nestedArrays(levels: number): string {
  return `${'['.repeat(levels)}1${']'.repeat(levels)}`;
}

/** A tool call with this JSON as an argument. */
function callWith(json: string): string {
  return `{"method":"tools/call","params":{"arguments":{"a":${json}}}}`;
}

function refusal(code: number, message: string) {
  return { jsonrpc: '2.0', error: { code, message }, id: null };
}

describe('jsonBody', () => {
  it.each([
    {
      kind: 'an object',
      body: '{"method":"ping"}',
      parsed: { method: 'ping' },
    },
    {
      kind: 'an array',
      body: '[{"method":"ping"}]',
      parsed: [{ method: 'ping' }],
    },
    { kind: 'a number', body: '42', parsed: 42 },
    { kind: 'a string', body: '"ping"', parsed: 'ping' },
    { kind: 'true', body: 'true', parsed: true },
    { kind: 'false', body: 'false', parsed: false },
    {
      kind: 'the key __proto__',
      body: '{"__proto__":1}',
      parsed: JSON.parse('{"__proto__":1}'),
    },
  ])('passes on $kind unchanged', async ({ body, parsed }) => {
    const response = await post(body);

    expect(response.body).toEqual({ parsed });
  });

  it.each([
    'application/json; charset=utf-8',
    'application/json; charset=UTF-8',
    'Application/JSON',
  ])('accepts the content type %s', async contentType => {
    const response = await post('{"text":"grüß"}', {
      'Content-Type': contentType,
    });

    expect(response.body).toEqual({ parsed: { text: 'grüß' } });
  });

  it('accepts a body in chunks', async () => {
    const response = await postChunks('{"method":', '"ping"}');

    expect(response.body).toEqual({ parsed: { method: 'ping' } });
  });

  it('accepts a compressed body', async () => {
    const response = await post(gzipSync('{"method":"ping"}'), {
      'Content-Encoding': 'gzip',
    });

    expect(response.body).toEqual({ parsed: { method: 'ping' } });
  });

  it('accepts a body of 1 MiB', async () => {
    const response = await post(callWith(`"${'x'.repeat(1024 * 1024 - 100)}"`));

    expect(response.status).toBe(200);
  });

  it('accepts a body that is 100 levels deep', async () => {
    const response = await post(nestedArrays(100));

    expect(response.status).toBe(200);
  });

  it.each(['get', 'delete'] as const)(
    'passes on a %s without a body',
    async method => {
      const response = await request(app)[method]('/');

      expect(response.body).toEqual({ parsed: 'nothing' });
    },
  );

  it.each([
    { kind: 'text', body: 'ping' },
    { kind: 'half an object', body: '{"method":' },
    { kind: 'white space', body: '  ' },
    { kind: 'two values', body: '{} {}' },
  ])('refuses $kind as invalid JSON', async ({ body }) => {
    const response = await post(body);

    expect(response.status).toBe(400);
    expect(response.body).toEqual(
      refusal(-32700, 'Parse error: the request body is not valid JSON'),
    );
  });

  it.each([
    { sent: 'with length 0', send: () => post('') },
    {
      sent: 'without a length',
      send: () => request(app).post('/').type('application/json'),
    },
  ])('refuses an empty body $sent', async ({ send }) => {
    const response = await send();

    expect(response.status).toBe(400);
    expect(response.body).toEqual(
      refusal(-32700, 'Parse error: the request body is empty'),
    );
  });

  it.each([
    { sent: 'uncompressed', send: () => post(`"${'x'.repeat(1_200_000)}"`) },
    {
      sent: 'in chunks',
      send: () => postChunks(`"${'x'.repeat(1_200_000)}"`),
    },
    {
      sent: 'compressed',
      send: () =>
        post(gzipSync(`"${'x'.repeat(1_200_000)}"`), {
          'Content-Encoding': 'gzip',
        }),
    },
  ])('refuses 1.2 MB $sent', async ({ send }) => {
    const response = await send();

    expect(response.status).toBe(413);
    expect(response.body).toEqual(
      refusal(
        -32000,
        'Payload Too Large: the request body exceeds 1048576 bytes',
      ),
    );
  });

  it.each([
    { kind: '200 levels of arrays', body: nestedArrays(200) },
    {
      kind: '200 levels of objects',
      body: `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`,
    },
    { kind: '101 levels', body: nestedArrays(101) },
    { kind: '100,000 levels', body: nestedArrays(100_000) },
  ])('refuses $kind', async ({ body }) => {
    const response = await post(body);

    expect(response.status).toBe(400);
    expect(response.body).toEqual(
      refusal(
        -32600,
        'Invalid Request: the request body nests deeper than 100 levels',
      ),
    );
  });

  it('accepts 9,000 values as an argument', async () => {
    const response = await post(callWith(`[${'1,'.repeat(8_999)}1]`));

    expect(response.status).toBe(200);
  });

  // Parsing and validating 250,000 keys blocked the event loop for seconds.
  it.each([
    { kind: '11,000 values', body: callWith(`[${'1,'.repeat(11_000)}1]`) },
    { kind: '11,000 objects', body: callWith(`[${'{},'.repeat(11_000)}1]`) },
    {
      kind: '100,000 values followed by invalid JSON',
      body: '['.concat('1,'.repeat(100_000)),
    },
  ])('refuses $kind', async ({ body }) => {
    const response = await post(body);

    expect(response.status).toBe(413);
    expect(response.body).toEqual(
      refusal(
        -32000,
        'Payload Too Large: the request body has more than 10000 values',
      ),
    );
  });

  it.each([
    {
      kind: '600 capabilities',
      body: `{"params":{"a":[${'1,'.repeat(600)}1]}}`,
    },
    { kind: 'a key of 200 kB', body: `{"${'x'.repeat(200_000)}":1}` },
    { kind: 'a text of 200 kB', body: `"${'x'.repeat(200_000)}"` },
    {
      kind: 'arguments of another method',
      body: callWith(`[${'1,'.repeat(600)}1]`).replace('call', 'list'),
    },
  ])('refuses $kind outside the arguments of tools', async ({ body }) => {
    const response = await post(body);

    expect(response.status).toBe(413);
    expect(response.body).toEqual(
      refusal(
        -32000,
        'Payload Too Large: the request body has more than 500 values, or 100 kB of text, beside the arguments of tools',
      ),
    );
  });

  it.each([
    { count: 50, status: 200 },
    { count: 51, status: 413 },
  ])('responds with $status to a batch of $count messages', async row => {
    const batch = Array.from({ length: row.count }, () => ({ method: 'ping' }));

    const response = await post(JSON.stringify(batch));

    expect(response.status).toBe(row.status);
  });

  it.each<{ kind: string; headers: Record<string, string> }>([
    { kind: 'no type', headers: { 'Content-Type': '' } },
    { kind: 'text', headers: { 'Content-Type': 'text/plain' } },
    {
      kind: 'a form',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    },
    {
      kind: 'a type that mentions JSON',
      headers: { 'Content-Type': 'text/plain; x=application/json' },
    },
    {
      kind: 'an unsupported charset',
      headers: { 'Content-Type': 'application/json; charset=iso-8859-1' },
    },
    {
      kind: 'an encoding that hides quotes and commas',
      headers: { 'Content-Type': 'application/json; charset=utf-16' },
    },
    { kind: 'an unsupported encoding', headers: { 'Content-Encoding': 'zip' } },
  ])('refuses a body with $kind', async ({ headers }) => {
    const response = await post('{}', headers);

    expect(response.status).toBe(415);
    expect(response.body).toEqual(
      refusal(
        -32000,
        'Unsupported Media Type: send application/json, in UTF-8, unencoded or gzip',
      ),
    );
  });
});
