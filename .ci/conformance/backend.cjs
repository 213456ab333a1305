// A Backstage backend with the built plugin and the suite's tools, started by
// suites.mjs.
const {
  rootHttpRouterServiceFactory,
} = require('@backstage/backend-defaults/rootHttpRouter');
const { default: mcpActionsPlugin } = require('../../dist/index.cjs.js');
const { runBackend } = require('../harness/runBackend.cjs');
const { suitePlugin } = require('./actions.cjs');
const { schemaActionPlugin } = require('./schemaAction.cjs');

// The suite cannot send a token, so requests get one on arrival. Unlike a proxy
// this leaves the connection, Host and Origin as the suite made them.
const withToken = token =>
  rootHttpRouterServiceFactory({
    configure({ app, applyDefaults }) {
      app.use((req, _res, next) => {
        req.headers.authorization ??= `Bearer ${token}`;
        next();
      });
      applyDefaults();
    },
  });

runBackend({
  featuresOf: ({ token }) => [
    withToken(token),
    mcpActionsPlugin,
    suitePlugin,
    schemaActionPlugin,
  ],
});
