import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = '@backstage/plugin-mcp-actions-backend';
export const PEER_VERSION = '0.2.4';
const FOLDER = fileURLToPath(
  new URL(
    `../node_modules/.cache/mcp-actions-bench/${PEER_VERSION}`,
    import.meta.url,
  ),
);

/** The published plugin, installed on demand in a cache folder. */
export function installPeer() {
  const entry = join(FOLDER, 'node_modules', NAME, 'dist', 'index.cjs.js');
  if (!existsSync(entry)) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
    execFileSync(
      'npm',
      [
        'install',
        '--prefix',
        FOLDER,
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--package-lock=false',
        `${NAME}@${PEER_VERSION}`,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  }
  return entry;
}
