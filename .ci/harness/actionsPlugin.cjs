const { createBackendPlugin } = require('@backstage/backend-plugin-api');
const {
  actionsRegistryServiceRef,
} = require('@backstage/backend-plugin-api/alpha');

/** A plugin that registers these actions and does nothing else. */
function actionsPlugin(pluginId, actions) {
  return createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: { registry: actionsRegistryServiceRef },
        async init({ registry }) {
          actions.forEach(action => registry.register(action));
        },
      });
    },
  });
}

module.exports = { actionsPlugin };
