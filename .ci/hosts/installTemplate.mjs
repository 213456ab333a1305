import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmInstall, run } from './npm.mjs';
import { linkEmptyApp, renderTemplate } from './renderTemplate.mjs';

const NODE_GYP = fileURLToPath(
  new URL('../../node_modules/node-gyp/bin/node-gyp.js', import.meta.url),
);
/** Has the binary and its headers. */
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;

/**
 * Installs the backend of the app template with whatever its ranges ask for
 * today, as an adopter gets it, and the Node to run it with.
 */
export async function installTemplate(folder) {
  const start = performance.now();
  const { createApp, node, leftOut } = JSON.parse(
    await readFile(new URL('./template.json', import.meta.url), 'utf8'),
  );
  const tools = join(folder, 'tools');
  await mkdir(tools);
  await writeFile(
    join(tools, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: {
        [NODE_PACKAGE]: node,
        '@backstage/create-app': createApp,
      },
    }),
  );
  await npmInstall(tools);

  const app = join(folder, 'template');
  const backend = await renderTemplate({
    createApp: join(tools, 'node_modules/@backstage/create-app'),
    app,
    plugin: join(folder, 'plugin.tgz'),
    leftOut,
  });
  await copyFile(
    new URL('../mistakes/policy.cjs', import.meta.url),
    join(backend, 'src/policy.cjs'),
  );
  // Peers would bring the frontend.
  await npmInstall(backend, '--legacy-peer-deps');
  await linkEmptyApp(app);
  const nodeFolder = join(tools, 'node_modules', NODE_PACKAGE);
  await buildDriver(join(backend, 'node_modules/better-sqlite3'), nodeFolder);
  return {
    folder: backend,
    node: join(nodeFolder, 'bin/node'),
    nodeVersion: node,
    seconds: (performance.now() - start) / 1000,
  };
}

/** Not optimised: that would take most of a minute. */
function buildDriver(driver, nodeFolder) {
  const args = [NODE_GYP, 'rebuild', '--release', `--nodedir=${nodeFolder}`];
  return run(join(nodeFolder, 'bin/node'), [...args, '--loglevel=error'], {
    cwd: driver,
    env: { ...process.env, CFLAGS: '-O0', CXXFLAGS: '-O0 -w', JOBS: 'max' },
  });
}
