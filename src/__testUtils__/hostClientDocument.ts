import { CLIENT_DOCUMENT_URL, REDIRECT_URL } from './MemoryOAuthProvider';

const CLIENT_DOCUMENT = {
  client_id: CLIENT_DOCUMENT_URL,
  client_name: 'Documented client',
  redirect_uris: [REDIRECT_URL],
  token_endpoint_auth_method: 'none',
};

const realFetch = globalThis.fetch;

/**
 * Serves the client's metadata document at its URL, since tests must not
 * request it from the network. All other requests are sent as usual.
 */
export function hostClientDocument(): void {
  jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async (input, init) =>
      String(input) === CLIENT_DOCUMENT_URL
        ? Response.json(CLIENT_DOCUMENT)
        : realFetch(input, init),
    );
}
