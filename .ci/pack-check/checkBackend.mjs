// Starts the adopter's backend, calls its tool, and stops it. Argument: the folder
// in which it is installed.
import assert from 'node:assert';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { freePort } from '../harness/freePort.mjs';
import { call, headersOf, messageOf, V1 } from '../harness/messages.mjs';
import { runCase } from '../harness/report.mjs';
import { send } from '../harness/send.mjs';
import { startProcess } from '../harness/startProcess.mjs';

const folder = resolve(process.argv[2]);

await runCase('The installed package', async ({ opened, check }) => {
  const port = await freePort();
  const token = randomUUID();
  const backend = await startProcess(resolve(folder, 'backend.cjs'), {
    cwd: folder,
    env: { ...process.env, PACK_CHECK_PORT: port, PACK_CHECK_TOKEN: token },
  });
  opened(backend.kill);
  const body = call(1, 'my_custom_plugin_greet_user', { name: 'Ann' });
  const headers = headersOf(token);
  const answer = await send({ port, path: V1, headers, body });
  const { result } = messageOf(answer);
  assert.deepStrictEqual(result?.structuredContent, { greeting: 'Hello Ann!' });
  const code = await backend.stop();
  check(code === 0, `stopped with ${code}:\n${backend.log()}`);
  return `answers ${result.content[0].text}`;
});
