import express from 'express';
import request from 'supertest';
import { methodNotAllowed } from './methodNotAllowed';

describe('methodNotAllowed', () => {
  it.each(['GET', 'POST'] as const)(
    'responds with 405 and names %s as the allowed method',
    async allowed => {
      const app = express().use(methodNotAllowed(allowed));

      const response = await request(app).delete('/');

      expect(response.status).toBe(405);
      expect(response.headers.allow).toBe(allowed);
      expect(response.body).toEqual({
        jsonrpc: '2.0',
        error: {
          code: -32000,
          message: `Method not allowed: this path only accepts ${allowed}`,
        },
        id: null,
      });
    },
  );
});
