export interface BearerChallengeOptions {
  /** Error code of RFC 6750 §3.1. Absent when no credentials were sent. */
  error?: 'invalid_token' | 'insufficient_scope';
  errorDescription?: string;
  /** URL of the protected resource's metadata (RFC 9728 §5.1). */
  resourceMetadata?: string;
  /**
   * Separated by spaces. An empty scope is left out, since RFC 6750 §3 requires
   * at least one.
   */
  scope?: string;
}

/** The value of `WWW-Authenticate` for the Bearer scheme (RFC 6750 §3). */
export function bearerChallenge(options: BearerChallengeOptions): string {
  const parameters = [
    ['error', options.error],
    ['error_description', options.errorDescription],
    ['scope', options.scope || undefined],
    ['resource_metadata', options.resourceMetadata],
  ]
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}="${quoted(value!)}"`);
  return ['Bearer', parameters.join(', ')].filter(Boolean).join(' ');
}

/**
 * A quoted-string of RFC 9110 §5.6.4: without control characters, `"` and `\`
 * escaped.
 */
function quoted(value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are the point
  return value.replace(/[\u0000-\u001f\u007f]/g, '').replace(/["\\]/g, '\\$&');
}
