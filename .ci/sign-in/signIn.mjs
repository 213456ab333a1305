// The whole sign-in, with nothing stood in for: an MCP client, the project's own
// backend, and the page of @backstage/plugin-auth in Chromium.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../harness/freePort.mjs';
import { V1 } from '../harness/messages.mjs';
import {
  buildApp,
  installPackages,
  PICTURE,
  requireOfApp,
  serveApp,
} from './app.mjs';
import { approve } from './approve.mjs';
import { startBackend } from './backend.mjs';
import { listenForCallback } from './callback.mjs';
import { launchChromium } from './chromium.mjs';
import { CLIENT_NAME, createMcpClient } from './mcpClient.mjs';
import { Run } from './Run.mjs';

const { values } = parseArgs({
  options: {
    picture: { type: 'string', default: PICTURE },
    'limit-minutes': { type: 'string', default: '15' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`.ci/sign-in/run [options]
  --picture FILE        where to save the picture of the approval page
  --limit-minutes 15    gives up after this time
  CHROMIUM=FILE         the browser, when it is not found by itself
`);
  process.exit(0);
}

async function signIn(run) {
  await run.step('install the packages of the app', () => installPackages(run));
  await run.step('build the app', () => buildApp(run));
  const browser = await run.step('launch Chromium', () =>
    launchChromium(run, requireOfApp),
  );

  const backendUrl = `http://localhost:${await freePort()}`;
  const appUrl = await serveApp(run, backendUrl);
  await run.step('start the backend', () =>
    startBackend(run, { backendUrl, appUrl }),
  );

  const callback = await listenForCallback(run, { clientName: CLIENT_NAME });
  const client = createMcpClient(run, {
    serverUrl: `${backendUrl}${V1}`,
    callback,
  });
  const authorizationUrl = await run.step(
    'connect, and be sent to sign in',
    () => client.connectUnauthorized(),
  );
  await approve(run, {
    browser,
    authorizationUrl,
    clientName: CLIENT_NAME,
    callbackUrl: callback.url,
    picture: resolve(values.picture),
  });
  const answer = await run.step('receive the code', () => callback.answer);
  await run.step('exchange the code, and connect', () => client.finish(answer));
  const user = await run.step('call auth_who_am_i', () => client.whoAmI());
  if (user !== 'user:default/guest') {
    throw new Error(`Expected user:default/guest, but acted as ${user}`);
  }
  return `signed in as ${user}, called auth_who_am_i`;
}

const limitMs = Number(values['limit-minutes']) * 60_000;
process.exit(await new Run({ limitMs }).end(signIn));
