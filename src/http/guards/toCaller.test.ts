import { mockCredentials } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import type { Caller } from '../../mcp/caller';
import { NO_REQUEST_FILTER } from '../../tools/requestFilter';
import { toCaller } from './toCaller';

const credentials = mockCredentials.user('user:default/jane');

/** The caller of a request with these headers. */
async function callerWith(headers: Record<string, string>): Promise<Caller> {
  let caller: Caller | undefined;
  const app = express().use((req, res) => {
    caller = toCaller(req, credentials);
    res.end();
  });
  await request(app).post('/').set(headers);
  return caller!;
}

describe('toCaller', () => {
  it('contains the credentials and the request', async () => {
    const caller = await callerWith({ 'User-Agent': 'curl' });

    expect(caller.credentials).toBe(credentials);
    expect(caller.request).toMatchObject({ method: 'POST', url: '/' });
  });

  describe('requestFilter', () => {
    it.each<Record<string, string>>([
      {},
      { 'X-MCP-Readonly': 'false' },
      {
        'X-MCP-Toolsets': '',
        'X-MCP-Tools': ' , ',
        'X-MCP-Exclude-Tools': ',',
      },
    ])('is empty for %j', async headers => {
      expect((await callerWith(headers)).requestFilter).toBe(NO_REQUEST_FILTER);
    });

    it.each([
      {
        header: 'X-MCP-Toolsets',
        requestFilter: { toolsets: ['catalog', 'search'] },
      },
      {
        header: 'X-MCP-Tools',
        requestFilter: { tools: ['catalog', 'search'] },
      },
      {
        header: 'X-MCP-Exclude-Tools',
        requestFilter: { excludedTools: ['catalog', 'search'] },
      },
    ])('reads the names in $header', async ({ header, requestFilter }) => {
      const caller = await callerWith({ [header]: ' catalog,,search , ' });

      expect(caller.requestFilter).toEqual({
        readOnly: false,
        toolsets: [],
        tools: [],
        excludedTools: [],
        ...requestFilter,
      });
    });

    it('combines all headers', async () => {
      const caller = await callerWith({
        'X-MCP-Readonly': 'true',
        'X-MCP-Toolsets': 'catalog',
        'X-MCP-Tools': 'greet',
        'X-MCP-Exclude-Tools': 'delete-entity',
      });

      expect(caller.requestFilter).toEqual({
        readOnly: true,
        toolsets: ['catalog'],
        tools: ['greet'],
        excludedTools: ['delete-entity'],
      });
    });

    it.each(['true', 'TRUE', '1', 'yes', 'on', 'maybe', 'False, true'])(
      'is read-only for X-MCP-Readonly: %s',
      async value => {
        const { requestFilter } = await callerWith({ 'X-MCP-Readonly': value });

        expect(requestFilter.readOnly).toBe(true);
      },
    );

    it.each(['false', 'False', '0', 'no', 'off', 'OFF', ''])(
      'is not read-only for X-MCP-Readonly: %p',
      async value => {
        const { requestFilter } = await callerWith({ 'X-MCP-Readonly': value });

        expect(requestFilter.readOnly).toBe(false);
      },
    );
  });

  describe('traceCarrier', () => {
    it('contains the trace context and the baggage, and no other header', async () => {
      const caller = await callerWith({
        Traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        Tracestate: 'acme=1',
        Baggage: 'gen_ai.agent.name=helper',
        'X-Request-Id': '42',
      });

      expect(caller.traceCarrier).toEqual({
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        tracestate: 'acme=1',
        baggage: 'gen_ai.agent.name=helper',
      });
    });

    it('is empty when the client sends none', async () => {
      expect((await callerWith({})).traceCarrier).toEqual({});
    });
  });
});
