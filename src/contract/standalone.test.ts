import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import {
  Client,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';

const START_TIMEOUT_MS = 120_000;

/** The backend behind `yarn start`, with the real catalog and auth plugins. */
describe('the standalone backend', () => {
  let backend: ChildProcess;
  let output = '';
  let url: URL;
  let token: string;

  beforeAll(async () => {
    const port = await freePort();
    backend = spawn(
      process.execPath,
      [require.resolve('@backstage/cli/bin/backstage-cli'), 'package', 'start'],
      {
        cwd: resolve(__dirname, '../..'),
        // A separate process group, so that the backend ends together with its
        // CLI.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          NODE_ENV: 'development',
          NODE_OPTIONS: '',
          MCP_TOKEN: '',
          APP_CONFIG_backend_baseUrl: `"http://localhost:${port}"`,
          APP_CONFIG_backend_listen_port: `${port}`,
        },
      },
    );
    output = await readUntil(backend, /\ncurl\n.+\n/);
    url = new URL(output.match(/Endpoint {2}(\S+)/)![1]);
    token = output.match(/Token {5}(\S+)/)![1];
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    const exited = new Promise(done => backend.once('exit', done));
    process.kill(-backend.pid!, 'SIGTERM');
    await exited;
  }, 30_000);

  it('serves a real catalog entity to an MCP client', async () => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StreamableHTTPClientTransport(url, {
        requestInit: { headers: { Authorization: `Bearer ${token}` } },
      }),
    );
    const result = await client.callTool({
      name: 'catalog_get_catalog_entity',
      arguments: { kind: 'component', name: 'order-service' },
    });
    expect(result.structuredContent).toMatchObject({
      kind: 'Component',
      spec: { owner: 'group:default/storefront', system: 'shop' },
    });
    await client.close();
  });

  it('prints a curl line that calls a tool', async () => {
    const curl = output.match(/^curl -sS (\S+) .* -d '(.+)'$/m)!;
    const response = await fetch(curl[1], {
      method: 'POST',
      headers: {
        accept: '*/*',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: curl[2],
    });
    expect(await response.text()).toContain('Takes orders and follows them');
  });

  it('prints configurations that are valid JSON', () => {
    const blocks = output
      .match(/^\{\n[\s\S]*?^\}$/gm)!
      .map(text => JSON.parse(text));
    const headers = { Authorization: `Bearer ${token}` };
    expect(blocks).toEqual([
      { mcpServers: { backstage: { url: url.href, headers } } },
      { servers: { backstage: { type: 'http', url: url.href, headers } } },
    ]);
  });

  it('creates its own token', () => {
    expect(token).toMatch(/^[\w-]{32}$/);
  });
});

function readUntil(child: ChildProcess, expected: RegExp): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk;
      if (expected.test(text)) {
        done(text);
      }
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('exit', () => fail(new Error(`The backend ended:\n${text}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
