import { gzipSync } from 'node:zlib';
import express from 'express';
import request, { type Test } from 'supertest';
import { jsonBody } from './jsonBody';

/** Answers with the body that the parser leaves behind. */
const app = express()
  .use(jsonBody(4 * 1024 * 1024))
  .use((req, res) => res.json({ parsed: req.body ?? 'nothing' }));

function post(body: string | Buffer, headers: Record<string, string> = {}) {
  return request(app)
    .post('/')
    .set({ 'Content-Type': 'application/json', ...headers })
    .serialize(text => text as string)
    .send(body);
}

/** Sends a body in parts, hence without its length. */
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
  ])('passes on $kind as sent', async ({ body, parsed }) => {
    const response = await post(body);

    expect(response.body).toEqual({ parsed });
  });

  it.each([
    'application/json; charset=utf-8',
    'application/json; charset=UTF-8',
    'Application/JSON',
  ])('takes the content type %s', async contentType => {
    const response = await post('{"text":"grüß"}', {
      'Content-Type': contentType,
    });

    expect(response.body).toEqual({ parsed: { text: 'grüß' } });
  });

  it('takes a body in chunks', async () => {
    const response = await postChunks('{"method":', '"ping"}');

    expect(response.body).toEqual({ parsed: { method: 'ping' } });
  });

  it('takes a compressed body', async () => {
    const response = await post(gzipSync('{"method":"ping"}'), {
      'Content-Encoding': 'gzip',
    });

    expect(response.body).toEqual({ parsed: { method: 'ping' } });
  });

  it('takes a body of 4 MiB', async () => {
    const response = await post(`"${'x'.repeat(4 * 1024 * 1024 - 2)}"`);

    expect(response.status).toBe(200);
  });

  it('takes a body that is 100 levels deep', async () => {
    const response = await post(nestedArrays(100));

    expect(response.status).toBe(200);
  });

  it.each(['get', 'delete'] as const)(
    'lets a %s without a body pass',
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
  ])('refuses $kind as no JSON', async ({ body }) => {
    const response = await post(body);

    expect(response.status).toBe(400);
    expect(response.body).toEqual(
      refusal(-32700, 'Parse error: the request body is not valid JSON'),
    );
  });

  it.each([
    { sent: 'of no length', send: () => post('') },
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
    { sent: 'as it is', send: () => post(`"${'x'.repeat(5_000_000)}"`) },
    {
      sent: 'in chunks',
      send: () => postChunks(`"${'x'.repeat(5_000_000)}"`),
    },
    {
      sent: 'compressed',
      send: () =>
        post(gzipSync(`"${'x'.repeat(5_000_000)}"`), {
          'Content-Encoding': 'gzip',
        }),
    },
  ])('refuses 5 MB $sent', async ({ send }) => {
    const response = await send();

    expect(response.status).toBe(413);
    expect(response.body).toEqual(
      refusal(
        -32000,
        'Payload Too Large: the request body exceeds 4194304 bytes',
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
    { kind: 'an unsupported encoding', headers: { 'Content-Encoding': 'zip' } },
  ])('refuses a body of $kind', async ({ headers }) => {
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
