import type {
  BackstageCredentials,
  BackstageNonePrincipal,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';

type Principal =
  BackstageUserPrincipal | BackstageServicePrincipal | BackstageNonePrincipal;

/**
 * A key that two credentials share only when they may do the same: the user,
 * or the service with its access restrictions.
 */
export function principalKey(credentials: BackstageCredentials): string {
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
        principal.accessRestrictions,
      ]);
    default:
      return JSON.stringify(['none']);
  }
}
