// A Backstage backend with the built plugin and the suite's tools. serve.mjs
// starts it.
const {
  rootHttpRouterServiceFactory,
} = require('@backstage/backend-defaults/rootHttpRouter');
const { default: mcpActionsPlugin } = require('../../dist/index.cjs.js');
const { runBackend } = require('../harness/runBackend.cjs');
const { suitePlugin } = require('./actions.cjs');
const { schemaActionPlugin } = require('./schemaAction.cjs');

// The suite cannot send a token, so this adds one to each request. Unlike a
// proxy, it keeps the suite's connection, Host and Origin.
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
