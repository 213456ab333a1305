import { isError } from '@backstage/errors';

/**
 * Error codes of `jose`, which the platform verifies tokens with, that mean a
 * bad token. Others, such as `ERR_JWKS_TIMEOUT` and `ERR_JOSE_GENERIC`, mean
 * that keys are unavailable, which is not the client's fault.
 */
const TOKEN_ERROR_CODES = [
  'ERR_JWT_INVALID',
  'ERR_JWT_EXPIRED',
  'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ERR_JWS_INVALID',
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWE_INVALID',
  'ERR_JWE_DECRYPTION_FAILED',
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
];

/**
 * Whether the platform failed because of a bad token, rather than by itself.
 */
export function isTokenError(error: unknown): boolean {
  return (
    isError(error) &&
    (error.name === 'AuthenticationError' ||
      TOKEN_ERROR_CODES.includes(String(error.code)))
  );
}
