import { CLIENT_DOCUMENT_URL, REDIRECT_URL } from './MemoryOAuthProvider';

const CLIENT_DOCUMENT = {
  client_id: CLIENT_DOCUMENT_URL,
  client_name: 'Documented client',
  redirect_uris: [REDIRECT_URL],
  token_endpoint_auth_method: 'none',
};

const realFetch = globalThis.fetch;

/**
 * Has the client's metadata document answered at its URL, which no test may ask the network for.
 * Every other request goes where it is sent.
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
