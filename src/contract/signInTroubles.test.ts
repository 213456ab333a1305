import { hostClientDocument } from '../__testUtils__/hostClientDocument';
import { answerConsent } from '../__testUtils__/answerConsent';
import { MemoryOAuthProvider } from '../__testUtils__/MemoryOAuthProvider';
import {
  openClient,
  requestConsent,
  SDK_CLIENTS,
  signIn,
  UNAUTHORIZED,
} from '../__testUtils__/signIn';
import { startSignInBackend } from '../__testUtils__/startSignInBackend';
import type { McpBackend } from '../__testUtils__/startMcpBackend';

const TELL_CALLER = { name: 'sample_tell_caller', arguments: {} };
const START_TIMEOUT_MS = 60_000;
const TWO_HOURS_MS = 2 * 60 * 60 * 1000;

/*
 * What happens when it does not go well, with the real auth backend, its guest,
 * and the OAuth clients of both SDKs.
 */
let backend: McpBackend;
let expiredToken: string;

beforeAll(async () => {
  backend = await startSignInBackend();
  hostClientDocument();
  expiredToken = await issueExpiredToken(backend.url);
}, START_TIMEOUT_MS);

afterAll(async () => {
  await backend.stop();
});

beforeEach(() => {
  hostClientDocument();
  // SDK v2 logs that it forgets what the auth backend refuses.
  jest.spyOn(console, 'warn').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe.each(SDK_CLIENTS)('signed in, SDK $sdk over $transport', client => {
  it('holds a refresh token, since it was granted offline access', async () => {
    const provider = new MemoryOAuthProvider();
    await using _ = await signIn(backend.url, client, provider);
    expect(provider.stored).toMatchObject({
      scope: 'openid offline_access',
      refresh_token: expect.stringMatching(/^\S+$/),
    });
  });

  it.each([
    ['has expired', () => expiredToken],
    ['has a wrong signature', (good: string) => forge(good, expiredToken)],
    ['is not a token', () => 'opaque'],
  ])('refreshes an access token that %s', async (_, spoil) => {
    const provider = new MemoryOAuthProvider();
    await using opened = await signIn(backend.url, client, provider);
    const first = provider.stored!;
    const spoilt = spoil(first.access_token);
    provider.stored = { ...first, access_token: spoilt };
    const result = await opened.callTool(TELL_CALLER);
    expect(result.structuredContent).toEqual({ caller: 'user:default/guest' });
    expect(provider.challenges.at(-1)).toMatch(
      /^Bearer error="invalid_token", .*resource_metadata="http/,
    );
    expect(provider.stored.access_token).not.toBe(spoilt);
    expect(provider.stored.refresh_token).toMatch(/^\S+$/);
    expect(provider.stored.refresh_token).not.toBe(first.refresh_token);
  });

  it('connects again although its access token has expired', async () => {
    const provider = new MemoryOAuthProvider();
    const first = await signIn(backend.url, client, provider);
    await first.close();
    provider.stored = { ...provider.stored!, access_token: expiredToken };
    await using opened = openClient(backend.url, client, provider);
    await opened.connect();
    const result = await opened.callTool(TELL_CALLER);
    expect(result.structuredContent).toEqual({ caller: 'user:default/guest' });
  });

  it.each([
    ['was used before', spendRefreshToken],
    ['was revoked', revokeRefreshToken],
  ])('asks the user again when its refresh token %s', async (_, spoil) => {
    const provider = new MemoryOAuthProvider();
    await using opened = await signIn(backend.url, client, provider);
    await spoil(provider);
    provider.stored = { ...provider.stored!, access_token: expiredToken };
    provider.authorizationUrl = undefined;
    await expect(opened.callTool(TELL_CALLER)).rejects.toThrow(
      UNAUTHORIZED[client.sdk],
    );
    expect(provider.requests).toContain('POST /api/auth/v1/token 400');
    expect(provider.stored).toBeUndefined();
    expect(provider.authorizationUrl).toBeDefined();
  });
});

describe.each(SDK_CLIENTS)('refused, SDK $sdk over $transport', client => {
  it('gets access_denied when the user refuses consent', async () => {
    const provider = new MemoryOAuthProvider();
    await using _ = await requestConsent(backend.url, client, provider);
    const { searchParams } = await answerConsent(provider, 'reject');
    expect(Object.fromEntries(searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'User denied the request',
      state: 'state-of-the-test',
    });
  });

  it('has to ask again after the user refused consent', async () => {
    const provider = new MemoryOAuthProvider();
    await using _ = await requestConsent(backend.url, client, provider);
    const { href } = provider.authorizationUrl!;
    await answerConsent(provider, 'reject');
    await using __ = await requestConsent(backend.url, client, provider);
    expect(provider.authorizationUrl!.href).not.toBe(href);
    expect(provider.stored).toBeUndefined();
  });

  it('gets no token for a code without its verifier', async () => {
    const provider = new MemoryOAuthProvider();
    await using asking = await requestConsent(backend.url, client, provider);
    const callback = await answerConsent(provider, 'approve');
    provider.verifier = 'v'.repeat(43);
    await expect(asking.finishAuth(callback)).rejects.toThrow(
      'Invalid code verifier',
    );
    expect(provider.stored).toBeUndefined();
  });

  it.each([
    'https://elsewhere.example/callback',
    // Allowed unless allowedRedirectUriPatterns is set.
    'http://localhost:8123/other',
  ])('cannot redirect users to %s', async redirectUrl => {
    const provider = new MemoryOAuthProvider(redirectUrl);
    await using _ = await requestConsent(backend.url, client, provider);

    const response = await fetch(provider.authorizationUrl!, {
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.json()).toMatchObject({
      error: { message: `Invalid redirect_uri '${redirectUrl}'` },
    });
  });
});

// The client of SDK v1 leaves the error to its application.
it.each(SDK_CLIENTS.filter(({ sdk }) => sdk === 'v2'))(
  'SDK $sdk over $transport throws the access_denied that it receives',
  async client => {
    const provider = new MemoryOAuthProvider();
    await using asking = await requestConsent(backend.url, client, provider);
    const callback = await answerConsent(provider, 'reject');
    await expect(asking.finishAuth(callback)).rejects.toMatchObject({
      code: 'access_denied',
      message: 'User denied the request',
    });
  },
);

/** A token that the auth backend itself issued two hours ago. */
async function issueExpiredToken(url: string): Promise<string> {
  const provider = new MemoryOAuthProvider();
  const [client] = SDK_CLIENTS;
  await using asking = await requestConsent(url, client, provider);
  const callback = await answerConsent(provider, 'approve');
  const past = Date.now() - TWO_HOURS_MS;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(past);
  await asking.finishAuth(callback);
  clock.mockRestore();
  return provider.stored!.access_token;
}

/** The claims of the good token with the signature of the other one. */
function forge(good: string, other: string): string {
  const [header, claims] = good.split('.');
  return [header, claims, other.split('.')[2]].join('.');
}

async function spendRefreshToken(provider: MemoryOAuthProvider): Promise<void> {
  await post(`${backend.rootUrl}/api/auth/v1/token`, {
    grant_type: 'refresh_token',
    refresh_token: provider.stored!.refresh_token,
    client_id: provider.client!.client_id,
  });
}

async function revokeRefreshToken(
  provider: MemoryOAuthProvider,
): Promise<void> {
  await post(`${backend.rootUrl}/api/auth/v1/revoke`, {
    token: provider.stored!.refresh_token,
    client_id: provider.client!.client_id,
  });
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}
