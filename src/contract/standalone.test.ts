import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  Client,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';

const START_TIMEOUT_MS = 120_000;
const ROOT = resolve(__dirname, '../..');
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter(file => file.endsWith('.md'))
    .map(file => `docs/${file}`),
];

/** Fenced blocks of the documentation that begin so. */
function blocksBeginning(start: string): string[] {
  return PAGES.flatMap(page => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    return [...text.matchAll(/^```\w*\n([^]*?)\n```$/gm)];
  })
    .map(([, block]) => block)
    .filter(block => block.startsWith(start));
}

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
        cwd: ROOT,
        // A process group of its own, so that the backend goes with its CLI.
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

  it.each(blocksBeginning('curl '))(
    'answers a command of the documentation: %s',
    async command => {
      const here = command.replace(
        /http:\/\/localhost:7007|https:\/\/portal\.acme\.example/,
        url.origin,
      );
      const { stdout } = await promisify(execFile)('bash', ['-c', here], {
        env: { ...process.env, MCP_TOKEN: token },
      });

      const answer = JSON.parse(stdout);
      expect(answer).not.toHaveProperty('error');
      expect(answer).not.toHaveProperty('result.isError');
    },
  );

  it('prints what the README shows', () => {
    const [shown] = blocksBeginning('The MCP server is up');

    expect(output).toContain(
      shown
        .replace('http://localhost:7007', url.origin)
        .replace('<token>', token),
    );
  });

  it('has a page at the address that it prints', async () => {
    const response = await fetch(url, { headers: { accept: 'text/html' } });

    expect(await response.text()).toContain('See my tools');
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

  it('makes a token of its own', () => {
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
