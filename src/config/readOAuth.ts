import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { requireKnownKeys } from './keyedConfigs';
import type { OAuthConfig, SignInWay } from './types';

const PATH = 'mcpActions.oauth';
const OFFLINE_ACCESS = 'offline_access';
/** A scope-token of RFC 6749 §3.3: printable, without space, `"` and `\`. */
const SCOPE_PATTERN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Reads `mcpActions.oauth`, and the auth backend's switches that it depends on. */
export function readOAuth(config: Config): OAuthConfig {
  const block = config.getOptionalConfig(PATH);
  if (block) {
    requireKnownKeys(block, PATH, [
      'authorizationServers',
      'scopesSupported',
      'offlineAccess',
    ]);
  }
  const authorizationServers = readAuthorizationServers(config);
  const configuredWays: SignInWay[] =
    authorizationServers.length > 0
      ? ['authorization-server']
      : readAuthBackendWays(config);
  return {
    enabled: configuredWays.length > 0,
    configuredWays,
    authorizationServers,
    scopesSupported: readScopes(config),
  };
}

function readAuthBackendWays(config: Config): SignInWay[] {
  const ways: SignInWay[] = [];
  const documents = config.has('auth.clientIdMetadataDocuments')
    ? 'auth.clientIdMetadataDocuments'
    : 'auth.experimentalClientIdMetadataDocuments';
  if (isEnabled(config, documents)) {
    ways.push('client-id-metadata-document');
  }
  if (config.getOptionalConfigArray('auth.staticClients')?.length) {
    ways.push('static-client');
  }
  if (isEnabled(config, 'auth.experimentalDynamicClientRegistration')) {
    ways.push('dynamic-client-registration');
  }
  return ways;
}

function isEnabled(config: Config, path: string): boolean {
  return config.getOptionalBoolean(`${path}.enabled`) ?? false;
}

function readAuthorizationServers(config: Config): string[] {
  const path = `${PATH}.authorizationServers`;
  const issuers = config.getOptionalStringArray(path) ?? [];
  issuers.forEach((issuer, index) => {
    if (!isIssuer(issuer)) {
      throw new InputError(
        `Invalid config at '${path}[${index}]': ${issuer} is not an http or https URL without user, query and fragment`,
      );
    }
  });
  return issuers;
}

/** An issuer identifier of RFC 8414 §2; `http` is for trying things out. */
function isIssuer(value: string): boolean {
  if (!/^https?:\/\/[^\s?#]+$/.test(value) || !URL.canParse(value)) {
    return false;
  }
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

function readScopes(config: Config): string[] {
  const path = `${PATH}.scopesSupported`;
  const scopes = config.getOptionalStringArray(path) ?? ['openid'];
  scopes.forEach((scope, index) => {
    if (!SCOPE_PATTERN.test(scope)) {
      throw new InputError(
        `Invalid config at '${path}[${index}]': ${scope} is not a scope, which has no spaces, quotation marks or backslashes`,
      );
    }
  });
  // Clients of the 2025 revisions ask for just the scopes named here, and
  // without offline_access they get no refresh token (OpenID Connect Core §11).
  const offlineAccess =
    config.getOptionalBoolean(`${PATH}.offlineAccess`) ??
    (scopes.includes(OFFLINE_ACCESS) ||
      isEnabled(config, 'auth.experimentalRefreshToken'));
  const others = scopes.filter(scope => scope !== OFFLINE_ACCESS);
  return offlineAccess ? [...others, OFFLINE_ACCESS] : others;
}
