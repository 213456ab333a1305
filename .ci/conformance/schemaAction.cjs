// A tool with the JSON Schema 2020-12 keywords that the suite looks for in its
// input schema. The Actions Registry derives schemas from zod, which cannot
// express most of them, so this plugin responds to the Actions Service itself.
const {
  coreServices,
  createBackendPlugin,
} = require('@backstage/backend-plugin-api');
const express = require('express');

const INPUT = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: {
    properties: { contactMethod: { const: 'phone' } },
    required: ['contactMethod'],
  },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

const schemaActionPlugin = createBackendPlugin({
  pluginId: 'conformance-schema',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const router = express.Router();
        router.get('/.backstage/actions/v1/actions', (_req, res) => {
          res.json({
            actions: [
              {
                id: 'conformance-schema:json_schema_2020_12_tool',
                name: 'json_schema_2020_12_tool',
                pluginId: 'conformance-schema',
                title: 'JSON Schema 2020-12',
                description: 'Tool with JSON Schema 2020-12 features',
                attributes: {
                  readOnly: true,
                  destructive: false,
                  idempotent: true,
                },
                schema: { input: INPUT, output: { type: 'object' } },
              },
            ],
          });
        });
        // The suite also calls the first tool in the list, whichever that is.
        router.post(
          '/.backstage/actions/v1/actions/:id/invoke',
          (_req, res) => {
            res.json({ output: { ok: true } });
          },
        );
        httpRouter.use(router);
      },
    });
  },
});

module.exports = { schemaActionPlugin };
