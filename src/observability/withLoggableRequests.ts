import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { toLoggableRequest } from './toLoggableRequest';

/**
 * Authenticates the same view of a request as the auditor does. The platform
 * caches credentials by request object, so each token is verified only once.
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
