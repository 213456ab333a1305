// A backend with the built plugin, real sign-in for the guest, and tools that are
// hard to show. Started by startPageBackend.mjs, which has the configuration.
const { default: mcpActionsPlugin } = require('../../dist/index.cjs.js');
const { default: approvalPage } = require('../../dev/approvalPage');
const { default: examplePlugin } = require('../../dev/examplePlugin');
const { runBackend } = require('../harness/runBackend.cjs');
const { odd, oncall } = require('./plugins.cjs');

runBackend({
  featuresOf: () => [
    import('@backstage/plugin-auth-backend'),
    import('@backstage/plugin-auth-backend-module-guest-provider'),
    import('@backstage/plugin-catalog-backend'),
    mcpActionsPlugin,
    approvalPage,
    examplePlugin,
    odd,
    oncall,
  ],
  answers: {
    cpu() {
      const { user, system } = process.cpuUsage();
      return { cpuMs: (user + system) / 1e3 };
    },
  },
});
