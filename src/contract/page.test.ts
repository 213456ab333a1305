import { mockCredentials } from '@backstage/backend-test-utils';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';

const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('the page at the address of a server', () => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: {
        app: { title: 'Acme Portal' },
        mcpActions: {
          servers: { greetings: { name: 'Greetings' }, info: { name: 'Info' } },
        },
      },
    });
  });
  afterAll(async () => {
    await backend.stop();
  });

  const get = (path: string, headers: Record<string, string>) =>
    fetch(`${backend.url}${path}`, { headers });

  it.each(['', '/readonly', '/greetings', '/greetings/readonly', '/info'])(
    'is served to a browser without credentials at /v1%s',
    async path => {
      const response = await get(path, { accept: BROWSER });

      expect(response.status).toBe(200);
      expect(await response.text()).toContain(`${backend.url}${path}<`);
    },
  );

  it('contains no tool, and no address from the request', async () => {
    const response = await get('', {
      accept: BROWSER,
      'x-forwarded-host': 'evil.example',
    });
    const html = await response.text();

    expect(html).not.toMatch(/evil\.example|sample_/);
  });

  it('lists the servers for a browser at an address without one', async () => {
    const response = await get('/greeting', { accept: BROWSER });
    const html = await response.text();

    expect(response.status).toBe(404);
    expect(html).toContain('There is no MCP server at this address');
    expect(html).toContain(`<a href="${backend.url}/greetings">Greetings</a>`);
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'/,
    );
  });

  it('replaces the Content-Security-Policy of the platform', async () => {
    const { headers } = await get('', { accept: BROWSER });

    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-/,
    );
  });

  it.each([
    { path: '', accept: '*/*', status: 401 },
    { path: '', accept: 'application/json', status: 401 },
    { path: '', accept: 'text/event-stream', status: 401 },
    { path: '/sse', accept: BROWSER, status: 401 },
    { path: '/nowhere', accept: '*/*', status: 401 },
    { path: '/info', accept: 'application/json', status: 401 },
  ])(
    'is not served at /v1$path for Accept: $accept',
    async ({ path, accept, status }) => {
      const response = await get(path, { accept });

      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toMatch(
        /^application\/json/,
      );
    },
  );

  it('does not change the refusal of other GETs', async () => {
    const response = await get('', {
      accept: '*/*',
      authorization: mockCredentials.user.header(),
    });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('shares its links with the report', async () => {
    const response = await get('/info', {
      accept: 'application/json',
      authorization: mockCredentials.user.header(),
    });
    const { servers } = await response.json();

    expect(servers[1].connect).toMatchObject({
      page: `${backend.url}/greetings`,
      clients: expect.arrayContaining([
        {
          client: 'Claude Code',
          kind: 'command',
          command: `claude mcp add --transport http greetings ${backend.url}/greetings --header "Authorization: Bearer $MCP_TOKEN"`,
        },
      ]),
    });
  });

  it('is an OAuth client with a public document', async () => {
    const response = await get('/page-client.json', {});

    expect(await response.json()).toMatchObject({
      client_id: `${backend.url}/page-client.json`,
      token_endpoint_auth_method: 'none',
    });
  });
});

it('reports that the sign-in does not respond when the auth backend is down', async () => {
  const backend = await startMcpBackend({
    config: {
      auth: {
        clientIdMetadataDocuments: {
          enabled: true,
          allowedClientIdPatterns: ['*'],
          allowedRedirectUriPatterns: ['*'],
        },
      },
    },
  });
  const response = await fetch(backend.url, { headers: { accept: BROWSER } });
  const html = await response.text();
  await backend.stop();

  expect(response.status).toBe(200);
  expect(html).toContain(
    'The sign-in of this portal does not answer at the moment.',
  );
  expect(html).toContain('Add to Cursor');
  expect(html).not.toContain('id="see-tools"');
});

it('is not served when it is off', async () => {
  const backend = await startMcpBackend({
    config: { mcpActions: { page: { enabled: false } } },
  });
  const get = (path: string) =>
    fetch(`${backend.url}${path}`, { headers: { accept: BROWSER } });

  const responses = [await get(''), await get('/page-client.json')];
  await backend.stop();

  expect(responses.map(({ status }) => status)).toEqual([401, 401]);
});
