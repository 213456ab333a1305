// Runs the backend until this process ends. Argument: the file to which the
// server's URL is written once it takes requests.
import assert from 'node:assert';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { headersOf, list, V1 } from '../harness/messages.mjs';
import { send } from '../harness/send.mjs';
import { startBackend } from '../harness/startBackend.mjs';

const BACKEND = fileURLToPath(new URL('./backend.cjs', import.meta.url));

const [urlFile] = process.argv.slice(2);
const secret = randomUUID();
const { port } = await startBackend(BACKEND, {
  secret,
  options: { token: `${secret}-conformance` },
  config: {
    backend: {
      actions: { pluginSources: ['conformance', 'conformance-schema'] },
    },
    mcpActions: {
      // The suite calls test_simple_text, not conformance_test_simple_text.
      namespacedToolNames: false,
      // The suite compares a schema with every keyword of JSON Schema 2020-12.
      schemas: 'verbatim',
    },
  },
});
const headers = headersOf('another');
const { status } = await send({ port, path: V1, headers, body: list(1) });
assert.strictEqual(status, 401, 'Authentication is on');
writeFileSync(urlFile, `http://localhost:${port}${V1}`);
