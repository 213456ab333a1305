import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import type { AuditorEvent } from '@backstage/backend-defaults/auditor';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import type { JsonObject } from '@backstage/types';
import { type McpBackend, startMcpBackend } from './startMcpBackend';
import { realTelemetryServices } from './telemetry';

/** A member of the group `platform`. */
export const JANE = 'user:default/jane';
/** A member of the group `orders`. */
export const RAVI = 'user:default/ravi';

const GROUPS: Record<string, string[]> = {
  [JANE]: ['group:default/platform'],
  [RAVI]: ['group:default/orders'],
};

/** A plugin that belongs to a group, with a destructive tool. */
const ordersPlugin = createBackendPlugin({
  pluginId: 'orders',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        actionsRegistry.register({
          name: 'cancel-order',
          title: 'Cancel Order',
          description: 'Cancels an order for good',
          attributes: { readOnly: false, destructive: true, idempotent: true },
          schema: {
            input: z => z.object({}),
            output: z => z.object({ cancelled: z.boolean() }),
          },
          action: async () => ({ output: { cancelled: true } }),
        });
      },
    });
  },
});

const groupsOfUsers = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => ({
    async getUserInfo(credentials) {
      const { userEntityRef } = credentials.principal as unknown as {
        userEntityRef: string;
      };
      const groups = GROUPS[userEntityRef] ?? [];
      return { userEntityRef, ownershipEntityRefs: [userEntityRef, ...groups] };
    },
  }),
});

/**
 * Mocks credentials that name the plugin acting for a user, as real ones do.
 * The permission backend refuses conditional decisions to users themselves.
 */
const authWithActors = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const auth = mockServices.auth({
      pluginId: plugin.getId(),
      disableDefaultAuthPolicy: false,
    });
    const { authenticate } = auth;
    auth.authenticate = async (token, options) => {
      const credentials = await authenticate.call(auth, token, options);
      const isOfUser = auth.isPrincipal(credentials, 'user');
      return isOfUser && token.startsWith('mock-service-token:')
        ? mockCredentials.user(credentials.principal.userEntityRef, {
            actor: { subject: 'plugin:mcp-actions' },
          })
        : credentials;
    };
    return auth;
  },
});

/**
 * A policy that a test can change while the backend runs. Counts its requests.
 */
export class TestPolicy implements PermissionPolicy {
  /** The users of the requests, in order. */
  readonly asked: string[] = [];
  #handle: PermissionPolicy['handle'] = async () => ({
    result: AuthorizeResult.ALLOW,
  });

  use(policy: PermissionPolicy): void {
    this.#handle = (query, user) => policy.handle(query, user);
  }

  /** Decides about tools by user only. */
  decide(decisionOf: (user: string) => PolicyDecision): void {
    this.#handle = async (_, user) =>
      decisionOf(user?.info.userEntityRef ?? 'nobody');
  }

  handle(query: PolicyQuery, user?: PolicyQueryUser): Promise<PolicyDecision> {
    this.asked.push(user?.info.userEntityRef ?? 'nobody');
    return this.#handle(query, user);
  }
}

export interface PolicyBackend extends McpBackend {
  readonly policy: TestPolicy;
  readonly auditEvents: AuditorEvent[];
  readonly logger: ReturnType<typeof mockServices.logger.mock>;
}

/**
 * Starts a backend with the real permission backend, two users and two plugins
 * with tools.
 */
export async function startPolicyBackend(
  mcpActions: JsonObject = {},
  config: JsonObject = {},
): Promise<PolicyBackend> {
  const policy = new TestPolicy();
  const auditEvents: AuditorEvent[] = [];
  const logger = mockServices.logger.mock();
  const policyModule = createBackendModule({
    pluginId: 'permission',
    moduleId: 'policy',
    register(module) {
      module.registerInit({
        deps: { extension: policyExtensionPoint },
        init: async ({ extension }) => extension.setPolicy(policy),
      });
    },
  });
  const backend = await startMcpBackend({
    config: {
      backend: { actions: { pluginSources: ['sample', 'orders'] } },
      permission: { enabled: true },
      ...config,
      mcpActions: {
        permissions: { enabled: true },
        cache: { ttl: 0 },
        ...mcpActions,
      },
    },
    credentialServices: [authWithActors, httpAuthServiceFactory],
    features: [
      permissionPlugin,
      policyModule,
      ordersPlugin,
      groupsOfUsers,
      logger.factory,
      ...realTelemetryServices(auditEvents),
    ],
  });
  return { ...backend, policy, auditEvents, logger };
}
