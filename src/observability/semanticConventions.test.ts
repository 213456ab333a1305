import { callContext } from '../__testUtils__/callContext';
import {
  ATTRIBUTES,
  errorTypeLabel,
  messageAttributes,
  protocolVersionLabel,
} from './semanticConventions';

describe('ATTRIBUTES', () => {
  it('names each attribute once', () => {
    const names = Object.values(ATTRIBUTES);

    expect(names).toEqual([...new Set(names)]);
  });
});

describe('protocolVersionLabel', () => {
  it.each([
    '2026-07-28',
    '2025-11-25',
    '2025-06-18',
    '2025-03-26',
    '2024-11-05',
    '2024-10-07',
  ])('is the revision %s', version => {
    expect(protocolVersionLabel(version)).toBe(version);
  });

  it.each([
    '2025-11-26',
    ' 2025-11-25',
    '',
    'constructor',
    undefined,
    null,
    20251125,
    ['2025-11-25'],
  ])('is _OTHER for %p', version => {
    expect(protocolVersionLabel(version)).toBe('_OTHER');
  });
});

describe('errorTypeLabel', () => {
  it.each([
    'InputError',
    'AuthenticationError',
    'NotAllowedError',
    'NotFoundError',
    'ConflictError',
    'NotModifiedError',
    'NotImplementedError',
    'ResponseError',
    'ServiceUnavailableError',
    'AbortError',
    'TypeError',
    'Error',
  ])('is the name %s', name => {
    expect(errorTypeLabel(name)).toBe(name);
  });

  it.each(['QuotaOfJaneExceeded', '', 'inputerror', 'constructor'])(
    'is _OTHER for %p',
    name => {
      expect(errorTypeLabel(name)).toBe('_OTHER');
    },
  );
});

describe('messageAttributes', () => {
  const context = callContext({
    server: { key: 'catalog', filter: { include: [], exclude: [] } },
    protocol: { transport: 'http+sse', era: 'legacy', version: '2024-11-05' },
  });

  it('describes a list', () => {
    expect(messageAttributes(context, 'tools/list')).toEqual({
      'mcp.method.name': 'tools/list',
      'mcp.protocol.version': '2024-11-05',
      'backstage.mcp.server': 'catalog',
      'backstage.mcp.transport': 'http+sse',
      'network.transport': 'tcp',
      'network.protocol.name': 'http',
    });
  });

  it('says of a call that it executes a tool', () => {
    expect(messageAttributes(context, 'tools/call')).toMatchObject({
      'mcp.method.name': 'tools/call',
      'gen_ai.operation.name': 'execute_tool',
    });
  });

  it('takes no revision that a client made up', () => {
    const { protocol } = context;
    const madeUp = callContext({
      protocol: { ...protocol, version: '2099-01-01' },
    });

    expect(messageAttributes(madeUp, 'tools/list')).toMatchObject({
      'mcp.protocol.version': '_OTHER',
    });
  });
});
