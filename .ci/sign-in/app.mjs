// The app in app/, installed and built below node_modules: what is not there
// itself, as the command line that builds it, comes from the project.
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listen } from '../harness/listen.mjs';
import { startCommand } from './command.mjs';

const local = path => fileURLToPath(new URL(path, import.meta.url));
const SOURCE = local('./app');
const FOLDER = local('../../node_modules/.cache/mcp-actions-sign-in');
const CLI = local('../../node_modules/@backstage/cli/bin/backstage-cli');
const DIST = join(FOLDER, 'dist');

export const PICTURE = join(FOLDER, 'approval-page.png');

/** Loads a package of the app. */
export const requireOfApp = createRequire(join(FOLDER, 'index.js'));

const CONTENT_TYPES = { '.css': 'text/css', '.js': 'text/javascript' };

/** Once; then only when app/package.json changes. */
export async function installPackages(run) {
  const text = await readFile(join(SOURCE, 'package.json'), 'utf8');
  if (await isDone('install', text)) {
    return;
  }
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, 'package.json'), text);
  await startCommand(run, [
    'npm',
    'install',
    '--prefix',
    FOLDER,
    // Material UI 4 asks for React 17, and would come once per package.
    '--legacy-peer-deps',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--package-lock=false',
  ]);
  // The command line looks here for the names of its modules.
  const devDependencies = { '@backstage/cli-module-build': '*' };
  const manifest = { ...JSON.parse(text), devDependencies };
  await writeFile(join(FOLDER, 'package.json'), JSON.stringify(manifest));
  await remember('install', text);
}

/** Once; then only when the app changes. */
export async function buildApp(run) {
  const files = ['package.json', 'app-config.yaml', 'src/index.mjs'];
  const texts = await Promise.all(
    files.map(file => readFile(join(SOURCE, file), 'utf8')),
  );
  if (await isDone('build', texts.join())) {
    return;
  }
  for (const path of ['app-config.yaml', 'src']) {
    await cp(join(SOURCE, path), join(FOLDER, path), { recursive: true });
  }
  await startCommand(
    run,
    [process.execPath, CLI, 'package', 'build', '--config', 'app-config.yaml'],
    { cwd: FOLDER },
  );
  await remember('build', texts.join());
}

/** Serves the built app on a free port, whose URL it gives. */
export async function serveApp(run, backendUrl) {
  const server = createServer();
  const { port, close } = await listen(server);
  run.onClose(close);
  const appUrl = `http://localhost:${port}`;
  const page = await toPage({
    app: { baseUrl: appUrl },
    backend: { baseUrl: backendUrl },
  });
  server.on('request', async (req, res) => {
    const { pathname } = new URL(req.url, appUrl);
    // Every other path is one of the app's own routes.
    if (!pathname.startsWith('/static/')) {
      res.writeHead(200, { 'content-type': 'text/html' }).end(page);
      return;
    }
    const type = CONTENT_TYPES[extname(pathname)] ?? 'application/octet-stream';
    await readFile(join(DIST, pathname)).then(
      content => res.writeHead(200, { 'content-type': type }).end(content),
      () => res.writeHead(404).end(),
    );
  });
  return appUrl;
}

/** The page of the build with one more layer of configuration, which wins. */
async function toPage(data) {
  const html = await readFile(join(DIST, 'index.html'), 'utf8');
  const layer = JSON.stringify([{ context: '.ci/sign-in', data }]);
  const tag = `<script type="backstage.io/config">${layer}</script></head>`;
  return html.replace('</head>', () => tag);
}

async function isDone(name, text) {
  const done = readFile(join(FOLDER, `.${name}`), 'utf8');
  return digestOf(text) === (await done.catch(() => undefined));
}

async function remember(name, text) {
  await writeFile(join(FOLDER, `.${name}`), digestOf(text));
}

function digestOf(text) {
  return createHash('sha256').update(text).digest('hex');
}
