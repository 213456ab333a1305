import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCommand } from '../sign-in/command.mjs';

const local = path => fileURLToPath(new URL(path, import.meta.url));
const FOLDER = local('../../node_modules/.cache/mcp-actions-page');

/** Loads a package of package.json here. */
export const requirePackage = createRequire(join(FOLDER, 'index.js'));

/** Once; then only when a version changes. */
export async function installPackages(run) {
  const { dependencies } = createRequire(import.meta.url)('./package.json');
  const isInstalled = Object.entries(dependencies).every(([name, version]) => {
    const manifest = join(FOLDER, 'node_modules', name, 'package.json');
    return existsSync(manifest) && requirePackage(manifest).version === version;
  });
  if (isInstalled) {
    return;
  }
  await mkdir(FOLDER, { recursive: true });
  await copyFile(local('./package.json'), join(FOLDER, 'package.json'));
  await startCommand(run, [
    'npm',
    'install',
    '--prefix',
    FOLDER,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--package-lock=false',
  ]);
}
