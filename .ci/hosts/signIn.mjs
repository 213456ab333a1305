import { createServer } from 'node:http';
import { openClient } from './connect.mjs';

/**
 * The redirect URL of the client. Nothing listens there: the script reads the
 * URL.
 */
const REDIRECT_URL = 'http://127.0.0.1:8123/callback';
const REDIRECTS = ['http://127.0.0.1:*/callback'];
const STATIC_CLIENT = {
  client_id: 'desktop-client',
  client_secret: 'secret-of-the-desktop-client',
};

const registration = {
  name: 'registration',
  auth: {
    experimentalDynamicClientRegistration: {
      enabled: true,
      allowedRedirectUriPatterns: REDIRECTS,
    },
  },
};
const metadataDocument = {
  name: 'client ID metadata document',
  client: ({ documentUrl }) => ({ client_id: documentUrl }),
  auth: {
    clientIdMetadataDocuments: {
      enabled: true,
      allowedClientIdPatterns: ['http://localhost:*/*'],
      allowedRedirectUriPatterns: REDIRECTS,
    },
  },
};
const staticClient = {
  name: 'static client',
  client: () => STATIC_CLIENT,
  auth: {
    staticClients: [
      {
        clientId: STATIC_CLIENT.client_id,
        clientName: 'Desktop client',
        clientSecret: STATIC_CLIENT.client_secret,
        redirectUris: [REDIRECT_URL],
      },
    ],
  },
};

/** How clients identify themselves to the auth backend of each release. */
export const WAYS = {
  1.52: [registration],
  1.55: [registration, metadataDocument],
  1.57: [metadataDocument, staticClient],
};

/**
 * Signs in a client that knows only the URL of the server, and its id when it
 * has one.
 */
export async function signIn(host, mode, client) {
  const provider = createProvider(
    client && { ...client, issuer: `${host.rootUrl}/api/auth` },
  );
  const asking = openClient(host.url, mode, { authProvider: provider });
  const refused = await asking.client.connect(asking.transport).then(
    () => undefined,
    error => error,
  );
  if (!provider.authorizationUrl) {
    throw new Error(`Nobody was asked for consent: ${refused}`);
  }
  const { searchParams } = await approve(provider.authorizationUrl);
  await asking.transport.finishAuth(
    mode.sdk === 'v1' ? searchParams.get('code') : searchParams,
  );
  await asking.client.close();
  const opened = openClient(host.url, mode, { authProvider: provider });
  await opened.client.connect(opened.transport);
  return opened.client;
}

/** Does what the app does for the guest: signs in, opens the page, approves. */
async function approve(authorizationUrl) {
  const authUrl = authorizationUrl.href.replace(/\/v1\/authorize\?.*$/, '');
  const asked = await fetch(authorizationUrl, { redirect: 'manual' });
  const location = asked.headers.get('location');
  if (!location) {
    throw new Error(`No consent page: ${asked.status} ${await asked.text()}`);
  }
  const session = new URL(location).pathname.replace('/oauth2/authorize/', '');
  const guest = await fetch(`${authUrl}/guest/refresh`, {
    method: 'POST',
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await guest.json();
  const approved = await fetch(`${authUrl}/v1/sessions/${session}/approve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${backstageIdentity.token}` },
  });
  const { redirectUrl } = await approved.json();
  return new URL(redirectUrl);
}

/** Stores the sign-in of one client, for both SDKs. */
function createProvider(client) {
  const kept = { client };
  return {
    redirectUrl: REDIRECT_URL,
    clientMetadata: {
      client_name: 'Test client',
      redirect_uris: [REDIRECT_URL],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
    state: () => 'state-of-the-test',
    clientInformation: () => kept.client,
    saveClientInformation: registered => {
      kept.client = registered;
    },
    tokens: () => kept.tokens,
    saveTokens: tokens => {
      kept.tokens = tokens;
    },
    redirectToAuthorization(url) {
      this.authorizationUrl = url;
    },
    saveCodeVerifier: verifier => {
      kept.verifier = verifier;
    },
    codeVerifier: () => kept.verifier,
    discoveryState: () => kept.discovered,
    saveDiscoveryState: state => {
      kept.discovered = state;
    },
  };
}

/** Serves the document that identifies a client. */
export function serveDocument() {
  return new Promise(done => {
    const server = createServer((_req, res) => {
      res.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          client_id: documentUrl(),
          client_name: 'Documented client',
          redirect_uris: [REDIRECT_URL],
          token_endpoint_auth_method: 'none',
        }),
      );
    });
    const documentUrl = () =>
      `http://localhost:${server.address().port}/client.json`;
    server.listen(0, 'localhost', () =>
      done({ documentUrl: documentUrl(), close: () => server.close() }),
    );
  });
}
