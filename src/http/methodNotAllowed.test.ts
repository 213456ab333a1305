import express from 'express';
import request from 'supertest';
import { methodNotAllowed } from './methodNotAllowed';

describe('methodNotAllowed', () => {
  it.each(['GET', 'POST'] as const)(
    'answers 405 and names %s as the method to use',
    async allowed => {
      const app = express().use(methodNotAllowed(allowed));

      const response = await request(app).delete('/');

      expect(response.status).toBe(405);
      expect(response.headers.allow).toBe(allowed);
      expect(response.body).toEqual({
        jsonrpc: '2.0',
        error: {
          code: -32000,
          message: `Method not allowed: this path takes ${allowed} only`,
        },
        id: null,
      });
    },
  );
});
