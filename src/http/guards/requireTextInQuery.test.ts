import express from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { requireTextInQuery } from './requireTextInQuery';

const app = express()
  .use(requireTextInQuery('sessionId'))
  .use((req, res) => res.json({ sessionId: String(req.query.sessionId) }));

describe('requireTextInQuery', () => {
  it.each([
    { query: '', sessionId: 'undefined' },
    { query: '?sessionId', sessionId: '' },
    { query: '?sessionId=a', sessionId: 'a' },
    { query: '?sessionId=__proto__', sessionId: '__proto__' },
    { query: '?__proto__[sessionId]=a', sessionId: 'undefined' },
    { query: '?sessionId=%', sessionId: '%' },
  ])('passes on "$query"', async ({ query, sessionId }) => {
    const response = await request(app).get(`/${query}`);

    expect(response.body).toEqual({ sessionId });
  });

  it.each([
    'sessionId[toString]=x',
    'sessionId[hasOwnProperty]=x',
    'sessionId[valueOf][a]=x',
    'sessionId[]=a',
    'sessionId[0]=a',
    'sessionId=a&sessionId=b',
    'sessionId=a&sessionId[b]=c',
  ])('refuses ?%s', async query => {
    const response = await request(app).get(`/?${query}`);

    expect(response.status).toBe(400);
    expect(response.body).toEqual({
      jsonrpc: '2.0',
      error: {
        code: -32000,
        message: 'Bad Request: the query has more than one sessionId',
      },
      id: null,
    });
  });

  it('responds to any query', async () => {
    const key = fc.array(
      fc.constantFrom('[', ']', 'toString', '__proto__', '%5B', '.', '%'),
      { maxLength: 4 },
    );
    const query = fc.array(
      key.map(parts => `sessionId${parts.join('')}=x`),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(query, async pairs => {
        const response = await request(app).get(`/?${pairs.join('&')}`);
        expect([200, 400]).toContain(response.status);
      }),
      { numRuns: 60, seed: 7 },
    );
  }, 60_000);
});
