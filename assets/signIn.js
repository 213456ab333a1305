// Signs the visitor of a server's page in: authorization code with PKCE (RFC 7636),
// as a public client.

export const { url, signIn } = JSON.parse(
  document.getElementById('page-data').textContent,
);
const CLIENT = { client_id: signIn?.clientId, redirect_uri: url };
const STORE_KEY = `mcp-page ${url}`;
const AUTH_SILENT =
  'The sign-in of this portal does not answer at the moment. Try again in a minute.';

/** A failure whose message is for the visitor. */
export class Sentence extends Error {}

export function check(holds, sentence) {
  if (!holds) {
    throw new Sentence(sentence);
  }
}

/** Runs the action, and fails with the sentence when the action fails. */
export async function attempt(action, sentence) {
  try {
    return await action();
  } catch {
    throw new Sentence(sentence);
  }
}

export function ask(address, init, whenSilent) {
  return attempt(async () => {
    const options = { credentials: 'omit', cache: 'no-store', ...init };
    const response = await fetch(address, options);
    return { response, text: await response.text() };
  }, whenSilent);
}

/** The object that the text is JSON of, or an empty one. */
export function jsonOf(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** RFC 4648 §5, without padding. */
function base64Url(bytes) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function randomText() {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Leaves this page for the portal, which sends the visitor back. */
export async function beginSignIn() {
  check(
    crypto.subtle,
    'Browsers sign in over https only. Ask your platform team for an https address.',
  );
  // Before the visitor leaves this page for one that does not answer.
  const metadataUrl = `${signIn.authUrl}/.well-known/openid-configuration`;
  const { response } = await ask(metadataUrl, {}, AUTH_SILENT);
  check(response.ok, AUTH_SILENT);
  const [state, verifier] = [randomText(), randomText()];
  sessionStorage.setItem(STORE_KEY, `${state} ${verifier}`);
  const bytes = new TextEncoder().encode(verifier);
  const query = new URLSearchParams({
    ...CLIENT,
    response_type: 'code',
    scope: 'openid',
    state,
    code_challenge: base64Url(await crypto.subtle.digest('SHA-256', bytes)),
    code_challenge_method: 'S256',
  });
  location.assign(`${signIn.authUrl}/v1/authorize?${query}`);
}

/** Returns the access token of a visitor who was sent back. */
export async function finishSignIn() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('state')) {
    return undefined;
  }
  history.replaceState(null, '', location.pathname);
  const [state, verifier] = sessionStorage.getItem(STORE_KEY)?.split(' ') ?? [];
  sessionStorage.removeItem(STORE_KEY);
  // Another page cannot know it (RFC 6749 §10.12).
  check(
    state === answer.get('state'),
    'This sign-in was not started in this tab, so nothing was done. Start again with the button.',
  );
  check(
    answer.get('error') !== 'access_denied',
    'You declined, so your tools are not shown. Nothing else changes.',
  );
  const reason = answer.get('error_description') ?? answer.get('error');
  check(
    answer.has('code'),
    `The sign-in was refused: ${reason}. Show this to your platform team.`,
  );
  return exchange({ code: answer.get('code'), code_verifier: verifier });
}

async function exchange(grant) {
  const fields = { ...CLIENT, ...grant, grant_type: 'authorization_code' };
  const { response, text } = await ask(
    `${signIn.authUrl}/v1/token`,
    { method: 'POST', body: new URLSearchParams(fields) },
    AUTH_SILENT,
  );
  const { access_token: token, error_description, error } = jsonOf(text);
  const reason = error_description ?? error ?? `status ${response.status}`;
  check(token, `The sign-in failed: ${reason}. Try again.`);
  return token;
}
