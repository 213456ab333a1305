import type { JsonObject } from '@backstage/types';

/** Leaves a margin to respond within 5 s, before clients give up. */
const TIMEOUT_MS = 4_500;

/** The auth backend's document, or a status in its place. */
export type OpenIdConfiguration =
  | { status: 200; document: JsonObject }
  | { status: 502 | 503 | 504; reason: string };

/**
 * Fetches the OpenID Provider configuration of the auth backend, which holds
 * what an Authorization Server Metadata document needs (RFC 8414 §2).
 */
export async function fetchOpenIdConfiguration(
  authBaseUrl: string,
): Promise<OpenIdConfiguration> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(`${authBaseUrl}/.well-known/openid-configuration`, {
      // Also covers reading the body.
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    body = await response.text();
  } catch (error) {
    return (error as Error).name === 'TimeoutError'
      ? { status: 504, reason: `no response within ${TIMEOUT_MS} ms` }
      : {
          status: 503,
          reason: `no connection: ${(error as Error).cause ?? error}`,
        };
  }
  const document = response.ok ? parseObject(body) : undefined;
  return document
    ? { status: 200, document }
    : {
        status: 502,
        reason: `responded with status ${response.status} and no usable JSON`,
      };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' && !Array.isArray(value)
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}
