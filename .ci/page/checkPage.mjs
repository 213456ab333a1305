// The page as a visitor has it: connect, sign in, look, try. And as an attacker
// would like to have it.
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { launchChromium } from '../sign-in/chromium.mjs';
import { Run } from '../sign-in/Run.mjs';
import { checkBadInput } from './checkBadInput.mjs';
import { checkConnect } from './checkConnect.mjs';
import { checkHeaders } from './checkHeaders.mjs';
import { checkLook } from './checkLook.mjs';
import { checkTools } from './checkTools.mjs';
import { installPackages, requirePackage } from './packages.mjs';
import { startPageBackend } from './startPageBackend.mjs';
import { takePictures } from './takePictures.mjs';
import { Visitor } from './Visitor.mjs';

const { values } = parseArgs({
  options: {
    pictures: { type: 'boolean', default: false },
    'limit-minutes': { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`.ci/page/run [options]
  --pictures            makes the pictures of the documentation, and checks nothing
  --limit-minutes 5     gives up after this time
  CHROMIUM=FILE         the browser, when it is not found by itself
`);
  process.exit(0);
}

async function main(run) {
  await run.step('install playwright-core and axe-core', () =>
    installPackages(run),
  );
  const options = values.pictures ? { port: 7007 } : { prefix: '/portal' };
  const [browser, backend] = await Promise.all([
    run.step('launch Chromium', () => launchChromium(run, requirePackage)),
    run.step('start the backend', () => startPageBackend(run, options)),
  ]);
  const visitor = await Visitor.create({ browser, backend });
  if (values.pictures) {
    return takePictures(run, visitor);
  }
  for (const check of [checkHeaders, checkConnect, checkLook, checkTools]) {
    await check(run, visitor);
  }
  await run.step('no complaint of the browser, no other origin', () =>
    checkQuiet(visitor),
  );
  // From here on the browser complains.
  await checkBadInput(run, visitor);
  return `the page is as it should be, at ${backend.url}`;
}

function checkQuiet({ asked, complaints, backend }) {
  const { origin } = new URL(backend.url);
  const foreign = asked.filter(url => !/^data:/.test(url));
  assert.deepEqual(complaints, []);
  assert.deepEqual(
    foreign.filter(url => new URL(url).origin !== origin),
    [],
  );
}

const limitMs = Number(values['limit-minutes']) * 60_000;
process.exit(await new Run({ limitMs }).end(main));
