import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import { createRestrictionCheck } from './createRestrictionCheck';

const RESTRICTED = mockCredentials.service('external:ci', {});
const REFUSED = new NotAllowedError('Not in the restrictions');

/** A platform that gives these answers to token requests, in order. */
function platformThat(...answers: Array<'issues' | Error>) {
  const auth = mockServices.auth.mock({
    isPrincipal: mockServices.auth().isPrincipal as never,
    getPluginRequestToken: async () => {
      const answer = answers.shift();
      if (answer === 'issues') {
        return { token: 'token' };
      }
      throw answer ?? new Error('asked too often');
    },
  });
  return { auth, check: createRestrictionCheck(auth) };
}

describe('createRestrictionCheck', () => {
  it('accepts restricted credentials where the platform enforces restrictions', async () => {
    const { check } = platformThat(REFUSED);

    await expect(check(RESTRICTED)).resolves.toBe(true);
  });

  it('refuses restricted credentials where the platform issues every token', async () => {
    const { check } = platformThat('issues');

    await expect(check(RESTRICTED)).resolves.toBe(false);
  });

  it.each([
    ['a user', mockCredentials.user()],
    ['a service without restrictions', mockCredentials.service('external:ci')],
    ['nobody', mockCredentials.none()],
  ])('accepts %s without asking the platform', async (_who, credentials) => {
    const { auth, check } = platformThat();

    await expect(check(credentials)).resolves.toBe(true);
    expect(auth.getPluginRequestToken).not.toHaveBeenCalled();
  });

  it('asks the platform once', async () => {
    const { auth, check } = platformThat('issues');

    await check(RESTRICTED);

    await expect(check(RESTRICTED)).resolves.toBe(false);
    expect(auth.getPluginRequestToken).toHaveBeenCalledTimes(1);
  });

  it('throws when the platform fails for another reason, and asks again', async () => {
    const { check } = platformThat(new Error('No key'), REFUSED);

    await expect(check(RESTRICTED)).rejects.toThrow('No key');
    await expect(check(RESTRICTED)).resolves.toBe(true);
  });
});
