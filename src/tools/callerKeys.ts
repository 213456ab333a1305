import { createHash, randomUUID } from 'node:crypto';
import type {
  BackstageCredentials,
  BackstageNonePrincipal,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';

type Principal =
  BackstageUserPrincipal | BackstageServicePrincipal | BackstageNonePrincipal;

/**
 * Returns the same key for two callers only if they may see the same: a user, a
 * service without restrictions, or one token of a service with restrictions.
 * Credentials contain a token's restrictions for this plugin only, so two
 * restricted tokens of one subject look alike.
 *
 * @param authorization - the `Authorization` header that the credentials came
 * from. Without it, restricted credentials share nothing.
 */
export function viewKeyOf(
  credentials: BackstageCredentials,
  authorization?: string,
): string {
  const principal = credentials.principal as Principal;
  switch (principal.type) {
    case 'user':
      return JSON.stringify([
        'user',
        principal.userEntityRef,
        principal.actor?.subject,
      ]);
    case 'service':
      return JSON.stringify([
        'service',
        principal.subject,
        principal.accessRestrictions && tokenKey(authorization),
      ]);
    default:
      return JSON.stringify(['none']);
  }
}

/**
 * Identifies who limits apply to: a user or a service, with any of its tokens.
 */
export function countKeyOf(credentials: BackstageCredentials): string {
  const principal = credentials.principal as Principal;
  switch (principal.type) {
    case 'user':
      return JSON.stringify(['user', principal.userEntityRef]);
    case 'service':
      return JSON.stringify(['service', principal.subject]);
    default:
      return JSON.stringify(['none']);
  }
}

/** A hash, since keys are kept longer than requests and tokens must not be. */
function tokenKey(authorization: string | undefined): string {
  return authorization === undefined
    ? randomUUID()
    : createHash('sha256').update(authorization).digest('base64url');
}
