import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(data: JsonObject) {
  return readMcpActionsConfig(new ConfigReader(data)).allowedOrigins;
}

describe('allowedOrigins', () => {
  it.each<{ says: string; data: JsonObject; origins: string[] }>([
    { says: 'nothing by default', data: {}, origins: [] },
    {
      says: 'the origin of the app',
      data: { app: { baseUrl: 'https://portal.example.com/backstage/' } },
      origins: ['https://portal.example.com'],
    },
    {
      says: 'the origin of the backend',
      data: { backend: { baseUrl: 'http://localhost:7007' } },
      origins: ['http://localhost:7007'],
    },
    {
      says: 'one origin of CORS',
      data: { backend: { cors: { origin: 'https://*.example.com' } } },
      origins: ['https://*.example.com'],
    },
    {
      says: 'several origins of CORS',
      data: {
        backend: {
          cors: { origin: ['https://one.example', 'https://two.example'] },
        },
      },
      origins: ['https://one.example', 'https://two.example'],
    },
    {
      says: 'all of them',
      data: {
        app: { baseUrl: 'http://localhost:3000' },
        backend: {
          baseUrl: 'http://localhost:7007',
          cors: { origin: 'https://one.example' },
        },
        mcpActions: { allowedOrigins: 'chrome-extension://*' },
      },
      origins: [
        'http://localhost:3000',
        'http://localhost:7007',
        'https://one.example',
        'chrome-extension://*',
      ],
    },
  ])('has $says', ({ data, origins }) => {
    expect(read(data)).toEqual(origins);
  });

  it.each<{ allowedOrigins: JsonValue; origins: string[] }>([
    { allowedOrigins: [], origins: [] },
    { allowedOrigins: 'null', origins: ['null'] },
    { allowedOrigins: '*', origins: ['*://*', 'null'] },
    {
      allowedOrigins: ['https://a.example', '*'],
      origins: ['https://a.example', '*://*', 'null'],
    },
    ...[
      'https://portal.example.com',
      'https://*.example.com',
      'http://localhost:*',
      'http://[::1]:3000',
      '{http,https}://app-?.example.com',
      'chrome-extension://*',
      'chrome-extension://abcdefgh',
      'moz-extension://*',
      'vscode-webview://*',
      'tauri://localhost',
    ].map(origin => ({ allowedOrigins: [origin], origins: [origin] })),
  ])('accepts $allowedOrigins for MCP', ({ allowedOrigins, origins }) => {
    expect(read({ mcpActions: { allowedOrigins } })).toEqual(origins);
  });

  it.each([
    'https://portal.example.com/',
    'https://portal.example.com/chat',
    'https://portal.example.com#chat',
    'https://a.example,https://b.example',
    'https://a.example https://b.example',
    'https://bücher.example',
    'https://',
    '//portal.example.com',
    'portal.example.com',
    'localhost:3000',
    '*.example.com',
    '**',
    '!https://evil.example',
    'undefined',
  ])('refuses %p for MCP', origin => {
    expect(() =>
      read({ mcpActions: { allowedOrigins: ['null', origin] } }),
    ).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: `Invalid config at 'mcpActions.allowedOrigins[1]': ${origin} is not an origin such as https://portal.example.com, https://*.example.com or chrome-extension://* (in mock-config)`,
      }),
    );
  });

  it('refuses an origin with a user, and does not show it', () => {
    const allowedOrigins = 'https://jane@portal.example.com';

    expect(() => read({ mcpActions: { allowedOrigins } })).toThrow(
      "'mcpActions.allowedOrigins[0]': https://***@portal.example.com is not an origin",
    );
  });

  it.each<{ path: string; data: JsonObject }>([
    { path: 'app.baseUrl', data: { app: { baseUrl: 42 } } },
    { path: 'app.baseUrl', data: { app: { baseUrl: '/portal' } } },
    { path: 'backend.baseUrl', data: { backend: { baseUrl: 'ftp://a.b' } } },
    {
      path: 'backend.cors.origin',
      data: { backend: { cors: { origin: [42] } } },
    },
    {
      path: 'mcpActions.allowedOrigins',
      data: { mcpActions: { allowedOrigins: 42 } },
    },
    {
      path: 'mcpActions.allowedOrigins',
      data: { mcpActions: { allowedOrigins: [''] } },
    },
  ])('names $path when it has a wrong value: $data', ({ path, data }) => {
    expect(() => read(data)).toThrow(`'${path}`);
  });
});
