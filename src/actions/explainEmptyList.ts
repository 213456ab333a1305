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
 * Says why a caller has no action at all, when that is because of the
 * credentials: the Actions Service leaves out plugins that refuse them, without
 * a word. Returns undefined when at least one plugin accepts them.
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
    ? `These credentials may use none of the plugins that have tools: ${pluginSources.join(
        ', ',
      )}. List them in the accessRestrictions of the token`
    : undefined;
}

function isNotAllowed(error: unknown): boolean {
  return isError(error) && error.name === 'NotAllowedError';
}
