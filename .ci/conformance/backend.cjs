// A Backstage backend with the built plugin and the suite's tools, until it is
// told to end. Writes the server's URL to the file that it is given.
const assert = require('node:assert');
const { randomUUID } = require('node:crypto');
const { writeFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { createBackend } = require('@backstage/backend-defaults');
const {
  rootHttpRouterServiceFactory,
} = require('@backstage/backend-defaults/rootHttpRouter');
const { default: mcpActionsPlugin } = require('../../dist/index.cjs.js');
const { actionsPlugin } = require('./actions.cjs');
const { schemaActionPlugin } = require('./schemaAction.cjs');

const [urlFile] = process.argv.slice(2);
const token = randomUUID();

// The suite cannot send a token, so requests get one on arrival. Unlike a proxy
// this leaves the connection, Host and Origin as the suite made them.
const withToken = rootHttpRouterServiceFactory({
  configure({ app, applyDefaults }) {
    app.use((req, _res, next) => {
      req.headers.authorization ??= `Bearer ${token}`;
      next();
    });
    applyDefaults();
  },
});

async function freePort() {
  const probe = createServer();
  await new Promise(done => probe.listen(0, 'localhost', done));
  const { port } = probe.address();
  await new Promise(done => probe.close(done));
  return port;
}

async function main() {
  const port = await freePort();
  process.env.CONFORMANCE_PORT = `${port}`;
  process.env.CONFORMANCE_TOKEN = token;

  const backend = createBackend();
  backend.add(withToken);
  backend.add(mcpActionsPlugin);
  backend.add(actionsPlugin);
  backend.add(schemaActionPlugin);
  await backend.start();

  const url = `http://localhost:${port}/api/mcp-actions/v1`;
  const { status } = await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer another' },
  });
  assert.strictEqual(status, 401, 'Authentication is on');
  writeFileSync(urlFile, url);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
