import { createBackendModule } from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { ReadOnlyPolicy } from './policies/ReadOnlyPolicy';

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'policy',
  register(module) {
    module.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new ReadOnlyPolicy());
      },
    });
  },
});
