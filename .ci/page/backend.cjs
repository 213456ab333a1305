// A backend with the built plugin, real sign-in for the guest, and tools that are
// hard to show. Started by startPageBackend.mjs, which has the configuration.
const { createBackend } = require('@backstage/backend-defaults');
const {
  coreServices,
  createServiceFactory,
} = require('@backstage/backend-plugin-api');
const { ConfigReader } = require('@backstage/config');
const { default: mcpActionsPlugin } = require('../../dist/index.cjs.js');
const { default: approvalPage } = require('../../dev/approvalPage');
const { default: examplePlugin } = require('../../dev/examplePlugin');
const oddPlugin = require('./oddPlugin.cjs');

// Whoever started it is gone, and nobody else would end it.
process.on('disconnect', () => process.exit(1));
process.on('message', message => {
  if (message !== 'cpu') {
    return;
  }
  const { user, system } = process.cpuUsage();
  process.send({ cpuMs: (user + system) / 1e3 });
});

async function main() {
  const backend = createBackend();
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => new ConfigReader(JSON.parse(process.env.PAGE_CONFIG)),
    }),
  );
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(mcpActionsPlugin);
  backend.add(approvalPage);
  backend.add(examplePlugin);
  backend.add(oddPlugin);
  await backend.start();
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
