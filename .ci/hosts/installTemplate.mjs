import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npmInstall } from './npmInstall.mjs';
import { linkEmptyApp, renderTemplate } from './renderTemplate.mjs';

const PLUGIN = '@backstage/plugin-mcp-actions-backend';
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;

/**
 * Installs the backend of the app template with whatever its ranges ask for
 * today, as an adopter gets it, and the Node to run it with. The database driver
 * is newer than the template's: it has its binaries in the package, where version
 * 12 would be compiled for half a minute.
 */
export async function installTemplate(folder) {
  const start = performance.now();
  const { createApp, leftOut, replaced, ...asked } = JSON.parse(
    await readFile(new URL('./template.json', import.meta.url), 'utf8'),
  );
  const node = process.env.HOSTS_NODE ?? asked.node;
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
    leftOut,
    replaced: { ...replaced, [PLUGIN]: `file:${join(folder, 'plugin.tgz')}` },
  });
  await copyFile(
    new URL('../mistakes/policy.cjs', import.meta.url),
    join(backend, 'src/policy.cjs'),
  );
  // Peers would bring the frontend.
  await npmInstall(backend, '--legacy-peer-deps');
  await linkEmptyApp(app);
  return {
    folder: backend,
    node: join(tools, 'node_modules', NODE_PACKAGE, 'bin/node'),
    nodeVersion: node,
    seconds: (performance.now() - start) / 1000,
  };
}
