// Tests one host after the other, and installs the next one meanwhile.
// Arguments: the folder with plugin.tgz, then releases, all unless named.
import { readFileSync } from 'node:fs';
import { runCase } from '../harness/report.mjs';
import { checkHost } from './checkHost.mjs';
import { installHost } from './installHost.mjs';

const releases = JSON.parse(
  readFileSync(new URL('./releases.json', import.meta.url), 'utf8'),
);
// What is still running is ended on exit.
process.once('SIGTERM', () => process.exit(1));

const [folder, ...named] = process.argv.slice(2);
const wanted = named.length > 0 ? named : Object.keys(releases);

function install(release) {
  const installed = installHost({
    folder,
    release,
    packages: releases[release],
  });
  // The case of this release reports it.
  installed.catch(() => {});
  return installed;
}

let next = install(wanted[0]);
for (const [index, release] of wanted.entries()) {
  const current = next;
  await current.catch(() => {});
  next = index + 1 < wanted.length ? install(wanted[index + 1]) : undefined;
  await runCase(`Backstage ${release}`, async ({ opened, check }) =>
    checkHost({ release, host: await current, opened, check }),
  );
}
