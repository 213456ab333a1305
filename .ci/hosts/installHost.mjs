import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmInstall } from './npmInstall.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PLUGIN = '@backstage/plugin-mcp-actions-backend';

/**
 * Installs the packages of a release with exact versions, and the packed plugin
 * beside them with whatever its own ranges ask for. When a range of the plugin
 * leaves the release out, npm nests a second copy, and the installation fails.
 */
export async function installHost({ folder, release, packages }) {
  const start = performance.now();
  const host = join(folder, release);
  await mkdir(host);
  await writeFile(
    join(host, 'package.json'),
    JSON.stringify({
      name: 'host',
      private: true,
      backstage: { role: 'backend' },
      dependencies: {
        ...packages,
        [PLUGIN]: 'file:../plugin.tgz',
        // Linked: compiling it for each host would take a minute.
        'better-sqlite3': `file:${join(ROOT, 'node_modules/better-sqlite3')}`,
      },
    }),
  );
  for (const name of ['backend.cjs', 'catalog.yaml']) {
    await copyFile(new URL(`./${name}`, import.meta.url), join(host, name));
  }
  // Peers would bring packages of newer releases.
  await npmInstall(host, '--legacy-peer-deps');
  await requireOneOfEach(host, packages);
  return { folder: host, seconds: (performance.now() - start) / 1000 };
}

async function requireOneOfEach(host, packages) {
  const lock = join(host, 'node_modules/.package-lock.json');
  const installed = JSON.parse(await readFile(lock, 'utf8')).packages;
  const wrong = Object.entries(installed)
    .map(([path, { version }]) => ({
      path,
      version,
      name: path.slice(path.lastIndexOf('node_modules/') + 13),
    }))
    .filter(
      ({ path, name, version }) =>
        name.startsWith('@backstage/') &&
        name !== PLUGIN &&
        (packages[name] !== version || path !== `node_modules/${name}`),
    );
  if (wrong.length > 0) {
    const found = wrong.map(({ path, version }) => `${path} ${version}`);
    throw new Error(`Not of this release: ${found.join(', ')}`);
  }
}
