import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client';

/** Where the user is sent back to. Nothing listens there: the tests read the URL. */
export const REDIRECT_URL = 'http://127.0.0.1:8123/callback';

/** Where the client's metadata document is; see `hostClientDocument`. */
export const CLIENT_DOCUMENT_URL = 'https://client.example/oauth/client.json';

/** What one MCP client keeps of its sign-in, in memory, and what it saw on the way. */
export class MemoryOAuthProvider implements OAuthClientProvider {
  client?: StoredOAuthClientInformation;
  /** The tokens. */
  stored?: StoredOAuthTokens;
  /** Where the user was last sent to consent. */
  authorizationUrl?: URL;
  verifier = '';
  /** Requests so far: `GET /path 200`. */
  readonly requests: string[] = [];
  /** The `WWW-Authenticate` headers so far. */
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

  /** To be given to the transport, so that its requests are seen. */
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
