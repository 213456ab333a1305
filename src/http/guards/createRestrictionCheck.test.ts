import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import { createRestrictionCheck } from './createRestrictionCheck';

const RESTRICTED = mockCredentials.service('external:ci', {});
const REFUSED = new NotAllowedError('Not in the restrictions');

/** A platform that answers requests for a plugin's token as told, one by one. */
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
  it('passes restricted credentials where the platform holds restrictions', async () => {
    const { check } = platformThat(REFUSED);

    await expect(check(RESTRICTED)).resolves.toBe(true);
  });

  it('fails restricted credentials where the platform issues any token', async () => {
    const { check } = platformThat('issues');

    await expect(check(RESTRICTED)).resolves.toBe(false);
  });

  it.each([
    ['a user', mockCredentials.user()],
    ['a service without restrictions', mockCredentials.service('external:ci')],
    ['nobody', mockCredentials.none()],
  ])('passes %s without asking', async (_who, credentials) => {
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

  it('throws while the platform fails otherwise, and asks again', async () => {
    const { check } = platformThat(new Error('No key'), REFUSED);

    await expect(check(RESTRICTED)).rejects.toThrow('No key');
    await expect(check(RESTRICTED)).resolves.toBe(true);
  });
});
