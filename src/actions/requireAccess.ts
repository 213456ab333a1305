import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { isError, NotAllowedError } from '@backstage/errors';

export interface RequireAccessOptions {
  auth: AuthService;
  pluginSources: readonly string[];
}

/**
 * Tells a caller without any tool when that is because of the credentials: the
 * Actions Service leaves out plugins that refuse them, without a word.
 *
 * @throws NotAllowedError that names the plugins, when all of them refuse.
 */
export async function requireAccess(
  credentials: BackstageCredentials,
  { auth, pluginSources }: RequireAccessOptions,
): Promise<void> {
  const isRefused = await Promise.all(
    pluginSources.map(targetPluginId =>
      auth
        .getPluginRequestToken({ onBehalfOf: credentials, targetPluginId })
        .then(() => false, isNotAllowed),
    ),
  );
  if (pluginSources.length > 0 && isRefused.every(Boolean)) {
    throw new NotAllowedError(
      `These credentials may use none of the plugins that have tools: ${pluginSources.join(
        ', ',
      )}. List them in the accessRestrictions of the token`,
    );
  }
}

function isNotAllowed(error: unknown): boolean {
  return isError(error) && error.name === 'NotAllowedError';
}
