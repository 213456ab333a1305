import { gunzipSync } from 'node:zlib';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { SignInWay } from '../config/types';
import { readMcpActionsConfig } from '../config/readMcpActionsConfig';
import { Pages } from './Pages';

const DOCUMENTS: readonly SignInWay[] = ['client-id-metadata-document'];

function samplePages(data: JsonObject = {}) {
  const config = readMcpActionsConfig(new ConfigReader(data));
  let ways: readonly SignInWay[] | undefined = DOCUMENTS;
  let host = 'https://portal.acme.example';
  const pages = Pages.create({
    config,
    discovery: {
      getBaseUrl: async pluginId => `http://internal/api/${pluginId}`,
      getExternalBaseUrl: async pluginId => `${host}/api/${pluginId}`,
    },
    signInWays: { latest: async () => ways },
    isDevelopment: false,
  });
  return {
    page: (index = 0) => pages.page(config.servers[index]),
    noServer: () => pages.noServer(),
    unavailable: () => pages.unavailable(),
    clientDocument: () => pages.clientDocument(),
    open: (next?: readonly SignInWay[]) => {
      ways = next;
    },
    moveTo: (next: string) => {
      host = next;
    },
  };
}

const PATTERNS = {
  auth: {
    clientIdMetadataDocuments: {
      enabled: true,
      allowedClientIdPatterns: ['https://portal.acme.example/*'],
      allowedRedirectUriPatterns: ['https://portal.acme.example/*'],
    },
  },
};

describe('Pages', () => {
  it('has a page for an address without a server, and one for a failed page', async () => {
    const { noServer, unavailable } = samplePages({
      mcpActions: { name: 'Acme <b>' },
    });

    expect((await noServer()).html).toContain(
      '<a href="https://portal.acme.example/api/mcp-actions/v1">Acme &lt;b&gt;</a>',
    );
    expect(unavailable().html).toContain('Reload it in a minute');
    expect(unavailable().contentSecurityPolicy).toContain(`connect-src 'none'`);
  });

  it('renders and compresses a page once', async () => {
    const { page } = samplePages();

    expect(await page()).toBe(await page());
    const { html, gzip } = await page();
    expect(gunzipSync(gzip!).toString()).toBe(html);
  });

  it('renders a page again when the ways to sign in change', async () => {
    const { page, open } = samplePages(PATTERNS);
    expect((await page()).html).toContain('id="see-tools"');

    open([]);
    expect((await page()).html).toContain('Clients cannot sign you in here');
    expect((await page()).html).not.toContain('id="see-tools"');

    open(undefined);
    expect((await page()).html).toContain('does not answer at the moment');
  });

  it('renders a page again when the address changes', async () => {
    const { page, moveTo } = samplePages();
    await page();

    moveTo('https://new.acme.example');

    expect((await page()).html).toContain(
      'claude mcp add --transport http backstage https://new.acme.example/api/mcp-actions/v1<',
    );
  });

  it('keeps the pages of different servers apart', async () => {
    const { page } = samplePages();

    expect((await page(0)).html).not.toContain(
      'only tools that change nothing.</p>\n\n<div',
    );
    expect((await page(1)).html).toContain('/v1/readonly</pre>');
  });

  it('weighs less than 60 kB', async () => {
    const { html } = await samplePages(PATTERNS).page();

    expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  });

  it('shows the configured portal, other servers and help', async () => {
    const { html } = await samplePages({
      app: { title: 'Acme Portal' },
      organization: { name: 'Acme' },
      mcpActions: {
        name: 'Acme tools',
        description: 'All of Acme.',
        page: { links: [{ title: 'Ask us', url: 'https://acme.example/ask' }] },
        servers: {
          docs: { name: 'Acme docs', description: 'Only documents.' },
        },
      },
    }).page();

    expect(html).toContain(
      '<title>Acme tools: MCP server of Acme Portal</title>',
    );
    expect(html).toContain('<p>All of Acme.</p>');
    expect(html).toContain('<a href="https://acme.example/ask">Ask us</a>');
    expect(html).toContain(
      '<li><a href="https://portal.acme.example/api/mcp-actions/v1/docs">Acme docs</a>: Only documents.</li>',
    );
  });

  it('escapes configured texts, and removes hidden characters', async () => {
    const hostile = `</script><img src=x onerror=alert(1)>"'\u202E`;
    const { html } = await samplePages({
      app: { title: hostile },
      mcpActions: {
        name: hostile,
        description: hostile,
        page: {
          links: [{ title: hostile, url: 'https://acme.example/"><b>' }],
        },
        servers: { other: { name: hostile, description: hostile } },
      },
    }).page();

    expect(html).not.toContain('<img');
    expect(html).not.toContain('<b>');
    expect(html).not.toContain('\u202E');
    expect(html.match(/<\/script>/g)).toHaveLength(2);
  });

  it('shows no instructions and no tools, which are for signed-in users only', async () => {
    const { html } = await samplePages({
      backend: { actions: { pluginSources: ['payroll'] } },
      mcpActions: {
        instructions: 'Start with secret_tool.',
        overrides: { 'payroll:pay': { title: 'Pay' } },
      },
    }).page();

    expect(html).not.toMatch(/payroll|secret_tool|Pay\b/);
  });

  it('is an OAuth client with a redirect to each page', async () => {
    expect(
      await samplePages({ app: { title: 'Acme' } }).clientDocument(),
    ).toEqual({
      client_id:
        'https://portal.acme.example/api/mcp-actions/v1/page-client.json',
      client_name: 'Acme: page of the MCP server',
      client_uri: 'https://portal.acme.example/api/mcp-actions/v1',
      redirect_uris: [
        'https://portal.acme.example/api/mcp-actions/v1',
        'https://portal.acme.example/api/mcp-actions/v1/readonly',
      ],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'none',
      scope: 'openid',
    });
  });
});
