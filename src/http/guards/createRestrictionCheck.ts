import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';

/** No plugin has this id, so no token's restrictions can include it. */
const MISSING_PLUGIN = 'mcp-actions-restriction-check';

/**
 * Whether the restrictions of these credentials also apply when this plugin
 * calls others with them.
 */
export type RestrictionCheck = (
  credentials: BackstageCredentials,
) => Promise<boolean>;

/**
 * Checks whether the platform enforces access restrictions. Before
 * backend-defaults 0.17.8, it ignores the restrictions of a token when a plugin
 * calls another one on its behalf: a token for this plugin alone would reach
 * every plugin's actions. Such a platform also issues a token for a plugin that
 * does not exist.
 */
export function createRestrictionCheck(
  auth: Pick<AuthService, 'getPluginRequestToken' | 'isPrincipal'>,
): RestrictionCheck {
  /**
   * Cached because the platform does not change while it runs. Failures are not
   * cached.
   */
  let isHeld: boolean | undefined;
  return async credentials => {
    const isRestricted =
      auth.isPrincipal(credentials, 'service') &&
      credentials.principal.accessRestrictions !== undefined;
    if (!isRestricted) {
      return true;
    }
    isHeld ??= await refusesMissingPlugin(auth, credentials);
    return isHeld;
  };
}

async function refusesMissingPlugin(
  auth: Pick<AuthService, 'getPluginRequestToken'>,
  credentials: BackstageCredentials,
): Promise<boolean> {
  try {
    await auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: MISSING_PLUGIN,
    });
    return false;
  } catch (error) {
    if (isError(error) && error.name === 'NotAllowedError') {
      return true;
    }
    throw error;
  }
}
