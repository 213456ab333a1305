import type { MemoryOAuthProvider } from './MemoryOAuthProvider';

/**
 * Does what the app does when a client asks the guest for consent: signs in,
 * opens the consent page and answers it. Returns the URL that the user is
 * redirected to.
 */
export async function answerConsent(
  provider: MemoryOAuthProvider,
  answer: 'approve' | 'reject',
): Promise<URL> {
  const authorizationUrl = provider.authorizationUrl!;
  const authUrl = authorizationUrl.href.replace(/\/v1\/authorize\?.*$/, '');
  const consentPage = await redirectOf(authorizationUrl);
  const session = consentPage.pathname.replace('/oauth2/authorize/', '');
  const response = await fetch(`${authUrl}/v1/sessions/${session}/${answer}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await guestToken(authUrl)}` },
  });
  const { redirectUrl } = await response.json();
  return new URL(redirectUrl);
}

async function redirectOf(url: URL): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual' });
  return new URL(response.headers.get('location')!);
}

async function guestToken(authUrl: string): Promise<string> {
  const response = await fetch(`${authUrl}/guest/refresh`, {
    method: 'POST',
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}
