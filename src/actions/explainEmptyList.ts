import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';

export interface ExplainEmptyListOptions {
  auth: AuthService;
  pluginSources: readonly string[];
}

/**
 * Explains an empty list that is caused by the caller's credentials: the
 * Actions Service silently leaves out plugins that refuse them. Returns
 * undefined when at least one plugin accepts them.
 */
export async function explainEmptyList(
  credentials: BackstageCredentials,
  { auth, pluginSources }: ExplainEmptyListOptions,
): Promise<string | undefined> {
  const isRefused = await Promise.all(
    pluginSources.map(targetPluginId =>
      auth
        .getPluginRequestToken({ onBehalfOf: credentials, targetPluginId })
        .then(() => false, isNotAllowed),
    ),
  );
  return pluginSources.length > 0 && isRefused.every(Boolean)
    ? `These credentials cannot use any of the plugins that have tools: ${pluginSources.join(
        ', ',
      )}. List the plugins in the accessRestrictions of the token`
    : undefined;
}

function isNotAllowed(error: unknown): boolean {
  return isError(error) && error.name === 'NotAllowedError';
}
