import { randomUUID } from 'node:crypto';
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';

export const CLIENT_NAME = 'Acme Coding Assistant';

/** Stores what a client needs from the challenge to the token, in memory. */
class MemoryProvider {
  #kept = {};
  #state = randomUUID();

  constructor({ callbackUrl, documentUrl }) {
    this.redirectUrl = callbackUrl;
    this.clientMetadata = { redirect_uris: [callbackUrl] };
    this.documentUrl = documentUrl;
  }

  /** Replaces `clientMetadataUrl`, which the SDK accepts only over https. */
  clientInformation = () => ({
    client_id: this.documentUrl,
    issuer: this.#kept.discovery?.authorizationServerMetadata?.issuer,
  });

  state = () => this.#state;
  discoveryState = () => this.#kept.discovery;
  saveDiscoveryState = discovery => this.#keep({ discovery });
  codeVerifier = () => this.#kept.verifier;
  saveCodeVerifier = verifier => this.#keep({ verifier });
  tokens = () => this.#kept.tokens;
  saveTokens = tokens => this.#keep({ tokens });
  redirectToAuthorization = url => {
    this.authorizationUrl = url;
  };

  #keep(values) {
    Object.assign(this.#kept, values);
  }
}

/**
 * A typical client of the official SDK. It knows only the URL of the server and
 * its own identity: no token, no registration, no authorization server.
 */
export function createMcpClient(run, { serverUrl, callback }) {
  const authProvider = new MemoryProvider({
    callbackUrl: callback.url,
    documentUrl: callback.documentUrl,
  });
  const fetch = toTellingFetch(run);
  const createTransport = () =>
    new StreamableHTTPClientTransport(new URL(serverUrl), {
      authProvider,
      fetch,
    });
  const createClient = () =>
    new Client({ name: CLIENT_NAME, version: '1.0.0' });
  const challenged = createTransport();
  const client = createClient();
  run.onClose(() => client.close());

  return {
    /** Returns the URL where the user signs in. */
    async connectUnauthorized() {
      const error = await createClient()
        .connect(challenged)
        .catch(reason => reason);
      if (error instanceof UnauthorizedError && authProvider.authorizationUrl) {
        return authProvider.authorizationUrl;
      }
      throw error ?? new Error('The server let the client in without a token');
    },

    async finish(answer) {
      // The SDK checks the issuer. Checking the state is up to the application.
      if (answer.get('state') !== authProvider.state()) {
        throw new Error(`This response belongs to another request: ${answer}`);
      }
      await challenged.finishAuth(answer);
      await client.connect(createTransport());
    },

    /** Returns the entity ref of the user on whose behalf the action ran. */
    async whoAmI() {
      const { isError, content, structuredContent } = await client.callTool({
        name: 'auth_who_am_i',
        arguments: {},
      });
      if (isError) {
        throw new Error(content[0].text);
      }
      return structuredContent.userInfo.userEntityRef;
    },
  };
}

/** Logs all requests. Paths and challenges contain no secrets. */
function toTellingFetch(run) {
  return async (url, init) => {
    const response = await fetch(url, init);
    const { pathname } = new URL(url);
    run.note(`${init?.method ?? 'GET'} ${pathname} ${response.status}`);
    const challenge = response.headers.get('www-authenticate');
    if (challenge) {
      run.note(`WWW-Authenticate: ${challenge}`);
    }
    return response;
  };
}
