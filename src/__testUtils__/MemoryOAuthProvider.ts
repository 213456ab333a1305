import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client';

/**
 * The redirect URL of the client. Nothing listens there: the tests read the
 * URL.
 */
export const REDIRECT_URL = 'http://127.0.0.1:8123/callback';

/** The URL of the client's metadata document. See `hostClientDocument`. */
export const CLIENT_DOCUMENT_URL = 'https://client.example/oauth/client.json';

/** Keeps the sign-in of one MCP client in memory, and records its requests. */
export class MemoryOAuthProvider implements OAuthClientProvider {
  client?: StoredOAuthClientInformation;
  /** The current tokens. */
  stored?: StoredOAuthTokens;
  /** The last URL that the user was sent to for consent. */
  authorizationUrl?: URL;
  verifier = '';
  /** All requests so far, for example `GET /path 200`. */
  readonly requests: string[] = [];
  /** All `WWW-Authenticate` headers so far. */
  readonly challenges: string[] = [];
  readonly clientMetadataUrl = CLIENT_DOCUMENT_URL;
  private discovered?: OAuthDiscoveryState;

  constructor(readonly redirectUrl = REDIRECT_URL) {}

  get clientMetadata(): OAuthClientMetadata {
    return {
      client_name: 'Test client',
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    };
  }

  /** Records requests. Passed to the transport. */
  readonly fetch = async (url: string | URL, init?: RequestInit) => {
    const response = await fetch(url, init);
    const method = init?.method ?? 'GET';
    this.requests.push(`${method} ${new URL(url).pathname} ${response.status}`);
    const challenge = response.headers.get('www-authenticate');
    if (challenge) {
      this.challenges.push(challenge);
    }
    return response;
  };

  state() {
    return 'state-of-the-test';
  }

  clientInformation() {
    return this.client;
  }

  saveClientInformation(client: StoredOAuthClientInformation) {
    this.client = client;
  }

  tokens() {
    return this.stored;
  }

  saveTokens(tokens: StoredOAuthTokens) {
    this.stored = tokens;
  }

  redirectToAuthorization(url: URL) {
    this.authorizationUrl = url;
  }

  saveCodeVerifier(verifier: string) {
    this.verifier = verifier;
  }

  codeVerifier() {
    return this.verifier;
  }

  discoveryState() {
    return this.discovered;
  }

  saveDiscoveryState(state: OAuthDiscoveryState) {
    this.discovered = state;
  }

  invalidateCredentials(scope: string) {
    if (scope === 'tokens') {
      this.stored = undefined;
    }
  }
}
