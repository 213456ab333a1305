// The thinnest possible door, which is the lower bound of the comparison:
// authenticates, lists or invokes, and responds. No MCP SDK, no catalog, no
// audit, no metrics.
const express = require('express');
const {
  coreServices,
  createBackendPlugin,
} = require('@backstage/backend-plugin-api');
const { actionsServiceRef } = require('@backstage/backend-plugin-api/alpha');

module.exports = createBackendPlugin({
  pluginId: 'mcp-actions',
  register(env) {
    env.registerInit({
      deps: {
        actions: actionsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ actions, httpAuth, httpRouter }) {
        const router = express.Router().use(express.json());
        router.post('/v1', async (req, res) => {
          const credentials = await httpAuth.credentials(req);
          const { id, method, params } = req.body;
          if (method === 'tools/list') {
            const result = await actions.list({ credentials });
            res.json({ jsonrpc: '2.0', id, result });
            return;
          }
          const { output } = await actions.invoke({
            id: params.name.replace('.', ':'),
            input: params.arguments,
            credentials,
          });
          res.json({ jsonrpc: '2.0', id, result: output });
        });
        httpRouter.use(router);
      },
    });
  },
});
