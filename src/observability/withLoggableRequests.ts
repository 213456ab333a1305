import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { toLoggableRequest } from './toLoggableRequest';

/**
 * Authenticates the view of a request that the auditor gets. The platform
 * remembers credentials by request object, so that each token is verified once.
 */
export function withLoggableRequests(
  httpAuth: HttpAuthService,
): HttpAuthService {
  return {
    credentials: (req, options) =>
      httpAuth.credentials(toLoggableRequest(req), options),
    issueUserCookie: (res, options) => httpAuth.issueUserCookie(res, options),
  };
}
