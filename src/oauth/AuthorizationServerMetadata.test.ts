import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizationServerMetadata } from './AuthorizationServerMetadata';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DOWN = { status: 503, reason: 'no connection: Error: ECONNREFUSED' };

function documentOf(issuer: string) {
  return { status: 200, document: { issuer } };
}

/** An auth backend with a settable response that counts its requests. */
function sampleAuthBackend() {
  const state = { issuer: 'one', isUp: true, isResolved: true };
  const fetches = jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => {
      if (!state.isUp) {
        throw new Error('fetch failed', { cause: new Error('ECONNREFUSED') });
      }
      return new Response(JSON.stringify({ issuer: state.issuer }));
    });
  const logger = mockServices.logger.mock();
  const metadata = AuthorizationServerMetadata.create({
    logger,
    discovery: {
      getBaseUrl: async pluginId => {
        if (!state.isResolved) {
          throw new Error('ENOTFOUND');
        }
        return `http://internal.example/api/${pluginId}`;
      },
      getExternalBaseUrl: async () => 'https://example.com/api/auth',
    },
  });
  return { state, fetches, logger, metadata };
}

describe('AuthorizationServerMetadata', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('requests the document at the internal address of the auth backend', async () => {
    const { metadata, fetches } = sampleAuthBackend();

    expect(await metadata.get()).toEqual(documentOf('one'));
    expect(fetches.mock.calls.map(([url]) => url)).toEqual([
      'http://internal.example/api/auth/.well-known/openid-configuration',
    ]);
  });

  it('requests the document once a minute', async () => {
    const { metadata, fetches, state } = sampleAuthBackend();
    await metadata.get();
    state.issuer = 'two';

    jest.advanceTimersByTime(59 * SECOND_MS);
    expect(await metadata.get()).toEqual(documentOf('one'));
    jest.advanceTimersByTime(2 * SECOND_MS);
    expect(await metadata.get()).toEqual(documentOf('two'));
    expect(fetches).toHaveBeenCalledTimes(2);
  });

  it.each([
    { says: 'works', isUp: true },
    { says: 'does not', isUp: false },
  ])(
    'has one fetch in flight, however many clients ask, when the auth backend $says',
    async ({ isUp }) => {
      const { metadata, fetches, state } = sampleAuthBackend();
      state.isUp = isUp;

      await Promise.all(Array.from({ length: 50 }, () => metadata.get()));

      expect(fetches).toHaveBeenCalledTimes(1);
    },
  );

  it('has one fetch in flight when the document is outdated as well', async () => {
    const { metadata, fetches } = sampleAuthBackend();
    await metadata.get();
    jest.advanceTimersByTime(2 * MINUTE_MS);

    await Promise.all(Array.from({ length: 50 }, () => metadata.get()));

    expect(fetches).toHaveBeenCalledTimes(2);
  });

  it('reports the reason when there never was a document, and tries again later', async () => {
    const { metadata, fetches, state } = sampleAuthBackend();
    state.isUp = false;
    expect(await metadata.get()).toEqual(DOWN);
    state.isUp = true;

    jest.advanceTimersByTime(4 * SECOND_MS);
    expect(await metadata.get()).toEqual(DOWN);
    expect(fetches).toHaveBeenCalledTimes(1);

    jest.advanceTimersByTime(2 * SECOND_MS);
    expect(await metadata.get()).toEqual(documentOf('one'));
    expect(fetches).toHaveBeenCalledTimes(2);
  });

  it('returns the last document for an hour while there is no new one', async () => {
    const { metadata, state } = sampleAuthBackend();
    await metadata.get();
    state.isUp = false;

    for (let minute = 1; minute < 60; minute += 1) {
      jest.advanceTimersByTime(MINUTE_MS);
      expect(await metadata.get()).toEqual(documentOf('one'));
    }
    jest.advanceTimersByTime(MINUTE_MS);
    expect(await metadata.get()).toEqual(DOWN);
  });

  it("does not return yesterday's document", async () => {
    const { metadata, state } = sampleAuthBackend();
    await metadata.get();
    state.isUp = false;
    jest.advanceTimersByTime(24 * 60 * MINUTE_MS);

    expect(await metadata.get()).toEqual(DOWN);
  });

  it('keeps the last document when the auth backend has no address', async () => {
    const { metadata, state } = sampleAuthBackend();
    await metadata.get();
    state.isResolved = false;
    jest.advanceTimersByTime(2 * MINUTE_MS);

    expect(await metadata.get()).toEqual(documentOf('one'));
  });

  it('returns 503 when the auth backend never had an address', async () => {
    const { metadata, state } = sampleAuthBackend();
    state.isResolved = false;

    expect(await metadata.get()).toEqual({
      status: 503,
      reason: 'no address: Error: ENOTFOUND',
    });
  });

  it('logs each change once', async () => {
    const { metadata, state, logger } = sampleAuthBackend();
    const askFor = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        await metadata.get();
        jest.advanceTimersByTime(MINUTE_MS);
      }
    };
    await askFor(3);
    expect(logger.info).not.toHaveBeenCalled();

    state.isUp = false;
    await askFor(90);
    state.isUp = true;
    await askFor(3);

    expect(logger.warn.mock.calls).toEqual([
      [
        "The auth backend's OAuth document: no connection: Error: ECONNREFUSED; the last known document is served until it is 60 minutes old",
      ],
      ["The auth backend's OAuth document: no connection: Error: ECONNREFUSED"],
    ]);
    expect(logger.info.mock.calls).toEqual([
      ["The auth backend's OAuth document: available again"],
    ]);
  });
});
