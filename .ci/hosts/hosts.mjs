// Tests one host after the other, and installs the next one meanwhile.
// Arguments: the folder with plugin.tgz, then the hosts, all unless named: a
// release of Backstage, or `template`.
import { readFileSync } from 'node:fs';
import { runCase } from '../harness/report.mjs';
import { checkHost } from './checkHost.mjs';
import { checkTemplate } from './checkTemplate.mjs';
import { installHost } from './installHost.mjs';
import { installTemplate } from './installTemplate.mjs';

const releases = JSON.parse(
  readFileSync(new URL('./releases.json', import.meta.url), 'utf8'),
);
// What is still running is ended on exit.
process.once('SIGTERM', () => process.exit(1));

const TEMPLATE = {
  what: 'App template',
  install: installTemplate,
  check: checkTemplate,
};
const HOSTS = { ...releaseHosts(), template: TEMPLATE };

const [folder, ...named] = process.argv.slice(2);
const wanted = (named.length > 0 ? named : Object.keys(HOSTS)).map(
  name => HOSTS[name],
);

function releaseHosts() {
  return Object.fromEntries(
    Object.entries(releases).map(([release, packages]) => [
      release,
      {
        what: `Backstage ${release}`,
        install: into => installHost({ folder: into, release, packages }),
        check: options => checkHost({ release, ...options }),
      },
    ]),
  );
}

function install(host) {
  const installed = host?.install(folder);
  // The case of this host reports it.
  installed?.catch(() => {});
  return installed;
}

let next = install(wanted[0]);
for (const [index, { what, check: checkThis }] of wanted.entries()) {
  const current = next;
  await current.catch(() => {});
  next = install(wanted[index + 1]);
  await runCase(what, async ({ opened, check }) =>
    checkThis({ host: await current, opened, check }),
  );
}
