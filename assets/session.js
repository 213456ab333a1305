// Signing in, and MCP over Streamable HTTP, for the page at a server's address. The
// access token is in a variable of this tab and nowhere else.

/** A failure whose message is for the visitor. */
export class Sentence extends Error {}

export function createSession({ url, signIn }) {
  const REVISION = '2025-11-25';
  const MAX_PAGES_OF_TOOLS = 50;

  let token;
  let lastId = 0;

  // Sign-in: authorization code with PKCE, as a public client (RFC 7636)

  const STORE_KEY = `mcp-page ${url}`;

  function base64Url(bytes) {
    return btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  }

  function randomText() {
    return base64Url(crypto.getRandomValues(new Uint8Array(32)));
  }

  async function ask(address, init, whenSilent) {
    try {
      return await fetch(address, {
        ...init,
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
    } catch {
      throw new Sentence(whenSilent);
    }
  }

  const AUTH_SILENT =
    'The sign-in of this portal does not answer at the moment. Try again in a minute.';

  async function beginSignIn() {
    if (!crypto.subtle) {
      throw new Sentence(
        'Browsers sign in over https only. Ask your platform team for an https address.',
      );
    }
    // Before the visitor leaves this page for one that does not answer.
    const metadata = await ask(
      `${signIn.authUrl}/.well-known/openid-configuration`,
      {},
      AUTH_SILENT,
    );
    if (!metadata.ok) {
      throw new Sentence(AUTH_SILENT);
    }
    const [verifier, state] = [randomText(), randomText()];
    try {
      sessionStorage.setItem(STORE_KEY, JSON.stringify({ verifier, state }));
    } catch {
      throw new Sentence(
        'This browser keeps no data for this page, and signing in needs that. Allow it, then try again.',
      );
    }
    const digest = await crypto.subtle.digest(
      'SHA-256',
      new TextEncoder().encode(verifier),
    );
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: signIn.clientId,
      redirect_uri: url,
      scope: 'openid',
      state,
      code_challenge: base64Url(new Uint8Array(digest)),
      code_challenge_method: 'S256',
    });
    location.assign(`${signIn.authUrl}/v1/authorize?${query}`);
  }

  /** What the visitor came back with; another page cannot make it up without the state. */
  function takeAnswer() {
    const answer = new URLSearchParams(location.search);
    if (!answer.has('state')) {
      return undefined;
    }
    history.replaceState(null, '', location.pathname);
    let started;
    try {
      started = JSON.parse(sessionStorage.getItem(STORE_KEY));
      sessionStorage.removeItem(STORE_KEY);
    } catch {
      // As if nothing had been started.
    }
    if (started?.state !== answer.get('state')) {
      throw new Sentence(
        'This sign-in was not started in this tab, so nothing was done. Start again with the button.',
      );
    }
    if (answer.get('error') === 'access_denied') {
      throw new Sentence(
        'You declined, so your tools are not shown. Nothing else changes.',
      );
    }
    if (!answer.has('code')) {
      const reason = answer.get('error_description') ?? answer.get('error');
      throw new Sentence(
        `The sign-in was refused: ${reason}. Show this to your platform team.`,
      );
    }
    return { code: answer.get('code'), verifier: started.verifier };
  }

  async function exchange({ code, verifier }) {
    const response = await ask(
      `${signIn.authUrl}/v1/token`,
      {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: signIn.clientId,
          redirect_uri: url,
          code,
          code_verifier: verifier,
        }),
      },
      AUTH_SILENT,
    );
    const answer = await response.json().catch(() => ({}));
    if (typeof answer.access_token !== 'string') {
      throw new Sentence(
        `The sign-in failed: ${answer.error_description ?? answer.error ?? `status ${response.status}`}. Try again.`,
      );
    }
    return answer.access_token;
  }

  // MCP over Streamable HTTP

  async function askServer(address, init, headers) {
    if (!token) {
      throw new Sentence('You are not signed in any more. Sign in again.');
    }
    const response = await ask(
      address,
      {
        ...init,
        headers: { ...headers, Authorization: `Bearer ${token}` },
      },
      'The server did not answer. Check your connection, then try again.',
    );
    if (response.status === 401) {
      token = undefined;
      throw new Sentence('Your sign-in has expired. Sign in again.');
    }
    const text = await response.text();
    if (!response.ok) {
      throw new Sentence(
        `The server refused, with status ${response.status}: ${messageOf(text)}`,
      );
    }
    const type = response.headers.get('content-type') ?? '';
    return JSON.parse(
      type.startsWith('text/event-stream') ? lastData(text) : text,
    );
  }

  function messageOf(text) {
    try {
      return JSON.parse(text).error.message;
    } catch {
      return 'it did not say why';
    }
  }

  /** The answer is the last message of the stream; progress comes before. */
  function lastData(text) {
    const lines = text.split('\n').filter(line => line.startsWith('data: {'));
    return lines.at(-1).slice('data: '.length);
  }

  async function request(method, params, headers) {
    lastId += 1;
    const { result, error } = await askServer(
      url,
      {
        method: 'POST',
        body: JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params }),
      },
      {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        'MCP-Protocol-Version': REVISION,
        ...headers,
      },
    );
    if (error) {
      throw new Sentence(`The server refused: ${error.message}`);
    }
    return result;
  }

  async function listTools() {
    const tools = [];
    let cursor;
    for (let page = 0; page < MAX_PAGES_OF_TOOLS; page += 1) {
      const result = await request('tools/list', cursor ? { cursor } : {});
      tools.push(...result.tools);
      cursor = result.nextCursor;
      if (!cursor) {
        break;
      }
    }
    return tools;
  }

  /** Whom the token names; the server checks it, this page only shows it. */
  function subject() {
    try {
      const payload = token
        .split('.')[1]
        .replaceAll('-', '+')
        .replaceAll('_', '/');
      return JSON.parse(atob(payload)).sub;
    } catch {
      return 'your account';
    }
  }

  return {
    begin: beginSignIn,
    /** Whether the visitor came back, and is signed in now. */
    async finish() {
      const answer = takeAnswer();
      token = answer && (await exchange(answer));
      return token !== undefined;
    },
    isSignedIn: () => token !== undefined,
    subject,
    listTools,
    readInfo: () =>
      askServer(signIn.infoUrl, {}, { Accept: 'application/json' }),
    /** Refused for a tool that changes something, whatever this page takes it for. */
    callTool: (name, args) =>
      request(
        'tools/call',
        { name, arguments: args },
        { 'X-MCP-Readonly': 'true' },
      ),
  };
}
