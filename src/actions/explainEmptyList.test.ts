import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import { explainEmptyList } from './explainEmptyList';

const CI = mockCredentials.service('external:ci');
const REFUSED = new NotAllowedError('Only for other plugins');

/** A platform where asking for a token of a plugin ends as told: with an error, or not. */
function authWith(errors: Record<string, Error | undefined>) {
  return mockServices.auth.mock({
    getPluginRequestToken: async ({ targetPluginId }) => {
      const error = errors[targetPluginId];
      if (error) {
        throw error;
      }
      return { token: 'token' };
    },
  });
}

function explainFor(errors: Record<string, Error | undefined>) {
  const auth = authWith(errors);
  const pluginSources = Object.keys(errors);
  return { auth, outcome: explainEmptyList(CI, { auth, pluginSources }) };
}

describe('explainEmptyList', () => {
  it('names the plugins when each of them refuses the credentials', async () => {
    const { outcome } = explainFor({ catalog: REFUSED, search: REFUSED });

    expect(await outcome).toBe(
      'These credentials may use none of the plugins that have tools: catalog, search. List them in the accessRestrictions of the token',
    );
  });

  it.each<{ when: string; errors: Record<string, Error | undefined> }>([
    {
      when: 'each plugin takes them',
      errors: { catalog: undefined, search: undefined },
    },
    {
      when: 'one of them does',
      errors: { catalog: REFUSED, search: undefined },
    },
    // Another trouble, which it does not explain.
    {
      when: 'a plugin fails otherwise',
      errors: { catalog: REFUSED, search: new Error('connect ECONNREFUSED') },
    },
    {
      when: 'the credentials have expired',
      errors: { catalog: new AuthenticationError('Expired') },
    },
    { when: 'there is no plugin', errors: {} },
  ])('says nothing when $when', async ({ errors }) => {
    await expect(explainFor(errors).outcome).resolves.toBeUndefined();
  });

  it('asks on behalf of the caller, for each plugin', async () => {
    const { auth, outcome } = explainFor({
      catalog: undefined,
      search: undefined,
    });
    await outcome;

    expect(auth.getPluginRequestToken.mock.calls).toEqual([
      [{ onBehalfOf: CI, targetPluginId: 'catalog' }],
      [{ onBehalfOf: CI, targetPluginId: 'search' }],
    ]);
  });
});
