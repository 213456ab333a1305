import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { startCommand } from './command.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The browser is to ask the two local servers, and nobody else. */
const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * @param requirePackage - loads playwright-core from where it is installed
 */
export async function launchChromium(run, requirePackage) {
  const executablePath = findChromium() ?? (await installChromium(run));
  const { chromium } = requirePackage('playwright-core');
  const launched = chromium.launch({
    executablePath,
    // Chromium does not start as root with its sandbox.
    args: isRoot() ? [...ARGS, '--no-sandbox'] : ARGS,
    // The run closes it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  run.onClose(() => launched.then(browser => browser.close()));
  const browser = await launched;
  run.note(`${executablePath} ${browser.version()}`);
  return browser;
}

function findChromium() {
  if (process.env.CHROMIUM) {
    return process.env.CHROMIUM;
  }
  for (const name of NAMES) {
    const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) {
      return stdout.trim();
    }
  }
  return existsSync(MAC) ? MAC : undefined;
}

async function installChromium(run) {
  if (!isRoot() || !existsSync('/etc/debian_version')) {
    throw new Error(
      'No Chromium found. Install it (Debian: apt-get install chromium), or set CHROMIUM to the program of a Chromium or Chrome.',
    );
  }
  run.note('no Chromium found: apt-get install chromium');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await startCommand(run, ['apt-get', 'update'], { env });
  await startCommand(run, ['apt-get', 'install', '--yes', 'chromium'], { env });
  return '/usr/bin/chromium';
}

function isRoot() {
  return process.getuid?.() === 0;
}
