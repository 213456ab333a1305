import { mockServices } from '@backstage/backend-test-utils';
import type { Request } from 'express';
import { toLoggableRequest } from './toLoggableRequest';
import { withLoggableRequests } from './withLoggableRequests';

describe('withLoggableRequests', () => {
  it('authenticates the view that the auditor authenticates', async () => {
    const httpAuth = mockServices.httpAuth.mock();
    const req = { url: '/', originalUrl: '/v1?a', get() {} } as unknown;
    const options = { allow: ['user' as const] };

    await withLoggableRequests(httpAuth).credentials(req as Request, options);

    const [authenticated, passedOn] = httpAuth.credentials.mock.lastCall!;
    expect(authenticated).toBe(toLoggableRequest(req as Request));
    expect(passedOn).toBe(options);
  });

  it('issues cookies as before', async () => {
    const httpAuth = mockServices.httpAuth.mock();

    await withLoggableRequests(httpAuth).issueUserCookie('response' as any);

    expect(httpAuth.issueUserCookie.mock.lastCall?.[0]).toBe('response');
  });
});
