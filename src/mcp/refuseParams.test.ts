import { refuseParams } from './refuseParams';

const INITIALIZE = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
};

const requestOf = (method: string, params?: unknown) => ({
  jsonrpc: '2.0',
  id: 'seven',
  method,
  ...(params !== undefined && { params }),
});

describe('refuseParams', () => {
  it.each([
    {
      method: 'initialize',
      params: { ...INITIALIZE, clientInfo: undefined },
      message: 'clientInfo: expected object, received nothing',
    },
    {
      method: 'initialize',
      params: undefined,
      message: 'params: expected object, received nothing',
    },
    {
      method: 'initialize',
      params: { ...INITIALIZE, protocolVersion: 5, clientInfo: { name: 'a' } },
      message:
        'protocolVersion: expected string, received number; clientInfo.version: expected string, received nothing',
    },
    {
      method: 'tools/list',
      params: { cursor: 5 },
      message: 'cursor: expected string, received number',
    },
    {
      method: 'tools/list',
      params: { cursor: null },
      message: 'cursor: expected string, received null',
    },
    {
      method: 'tools/call',
      params: { name: 7, arguments: 'x' },
      message:
        'name: expected string, received number; arguments: expected record, received string',
    },
  ])('responds to $method with $params: $message', row => {
    expect(refuseParams(requestOf(row.method, row.params))).toEqual({
      jsonrpc: '2.0',
      id: 'seven',
      error: { code: -32602, message: `Invalid params: ${row.message}` },
    });
  });

  it.each([
    requestOf('initialize', INITIALIZE),
    requestOf('tools/list'),
    requestOf('tools/list', { cursor: 'x' }),
    requestOf('tools/call', { name: 'a', arguments: {} }),
    requestOf('constructor', { cursor: 5 }),
    { jsonrpc: '2.0', method: 'tools/list', params: { cursor: 5 } },
    [requestOf('tools/list', { cursor: 5 })],
    null,
  ])('accepts %j', body => {
    expect(refuseParams(body)).toBeUndefined();
  });

  it('leaves initialize of 2026-07-28 to the SDK, since that revision has no such method', () => {
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };

    expect(refuseParams(requestOf('initialize', { _meta }))).toBeUndefined();
  });
});
