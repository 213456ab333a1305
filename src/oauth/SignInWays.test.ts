import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { AUTH_BACKEND_DOCUMENTS } from '../__testUtils__/authBackendDocuments';
import { readMcpActionsConfig } from '../config/readMcpActionsConfig';
import type { OpenIdConfiguration } from './fetchOpenIdConfiguration';
import { SignInWays } from './SignInWays';

const REGISTRATION = {
  auth: { experimentalDynamicClientRegistration: { enabled: true } },
};
const AWAY: OpenIdConfiguration = { status: 503, reason: 'away' };

/** With an auth backend whose answer can be set. */
function sampleWays(config: JsonObject) {
  const get = jest.fn(async () => AWAY);
  const logger = mockServices.logger.mock();
  const ways = SignInWays.create({
    oauth: readMcpActionsConfig(new ConfigReader(config)).oauth,
    metadata: { get },
    logger,
  });
  const answer = (host: keyof typeof AUTH_BACKEND_DOCUMENTS) =>
    get.mockResolvedValue({
      status: 200,
      document: AUTH_BACKEND_DOCUMENTS[host],
    });
  return { ways, get, answer, warn: logger.warn };
}

describe('SignInWays', () => {
  it('are those of the document', async () => {
    const { ways, answer, warn } = sampleWays(REGISTRATION);
    answer('olderWithRegistration');

    expect(await ways.read()).toEqual(['dynamic-client-registration']);
    expect(await ways.latest()).toEqual(['dynamic-client-registration']);
    expect(warn).not.toHaveBeenCalled();
  });

  it('are not known while there is no document', async () => {
    const { ways, warn } = sampleWays(REGISTRATION);

    expect(await ways.read()).toBeUndefined();
    expect(warn).not.toHaveBeenCalled();
  });

  it('stay as they were while there is no document any more', async () => {
    const { ways, get, answer } = sampleWays(REGISTRATION);
    answer('newerClosed');
    await ways.read();
    get.mockResolvedValue(AWAY);

    expect(await ways.read()).toEqual([]);
  });

  it.each([
    { says: 'off', config: {}, open: [] },
    {
      says: 'in the hands of an identity provider',
      config: {
        mcpActions: { oauth: { authorizationServers: ['https://id.example'] } },
      },
      open: ['authorization-server'],
    },
  ])('do not need a document when OAuth is $says', async row => {
    const { ways, get } = sampleWays(row.config);

    expect(await ways.read()).toEqual(row.open);
    expect(await ways.latest()).toEqual(row.open);
    expect(get).not.toHaveBeenCalled();
  });

  it('are warned of once when none is open', async () => {
    const { ways, answer, warn } = sampleWays(REGISTRATION);
    answer('newerClosed');
    await ways.read();
    await ways.read();

    expect(warn.mock.calls).toEqual([
      [
        expect.stringContaining(
          'auth.experimentalDynamicClientRegistration is removed in Backstage 1.57',
        ),
      ],
    ]);
  });

  it('are warned of again whenever the document changes', async () => {
    const { ways, answer, warn } = sampleWays(REGISTRATION);
    answer('olderWithRegistration');
    await ways.read();
    answer('newerClosed');
    await ways.read();
    answer('olderClosed');
    await ways.read();
    answer('olderWithRegistration');
    await ways.read();
    answer('olderClosed');
    await ways.read();

    expect(warn).toHaveBeenCalledTimes(3);
  });

  it('do not keep anyone waiting for the auth backend but the first', async () => {
    const { ways, get, answer } = sampleWays(REGISTRATION);
    answer('olderWithRegistration');
    expect(await ways.latest()).toEqual(['dynamic-client-registration']);
    get.mockReturnValue(new Promise(() => {}));

    expect(await ways.latest()).toEqual(['dynamic-client-registration']);
  });

  it('are soon those of a new document, though nobody waits for it', async () => {
    const { ways, answer } = sampleWays(REGISTRATION);
    answer('olderWithRegistration');
    await ways.read();
    answer('newerClosed');
    await ways.latest();
    await new Promise(setImmediate);

    expect(await ways.latest()).toEqual([]);
  });
});
