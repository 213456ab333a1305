import { SseSessions, type SseSession } from './SseSessions';

function sampleSession(
  id: string,
  partial: Partial<SseSession> = {},
): SseSession {
  return {
    id,
    viewKey: 'jane',
    countKey: 'jane',
    path: '/v1',
    close: async () => undefined,
    ...partial,
  };
}

/** The sender of a message and the path that it was posted to. */
const jane = { viewKey: 'jane', path: '/v1' };
const john = { viewKey: 'john', path: '/v1' };

function sessionsOf(maxSessions: number, ...sessions: SseSession[]) {
  const store = SseSessions.create<SseSession>({
    maxSessions,
    maxSessionsPerPrincipal: 2,
  });
  sessions.forEach(session => store.add(session));
  return store;
}

describe('SseSessions', () => {
  it('finds a session for the viewer that opened it', () => {
    const session = sampleSession('one');

    expect(sessionsOf(10, session).find('one', jane)).toBe(session);
  });

  it('refuses a session to another viewer with the same count key', () => {
    const session = sampleSession('one', { viewKey: 'jane, other token' });

    expect(sessionsOf(10, session).find('one', jane)).toBe('foreign');
  });

  it.each(['two', '', 'constructor', 'undefined'])(
    'does not find the session %p',
    id => {
      expect(sessionsOf(10, sampleSession('one')).find(id, jane)).toBe(
        'unknown',
      );
    },
  );

  it.each([jane, john])(
    'does not find a session of another path, for $viewKey',
    viewer => {
      const sessions = sessionsOf(10, sampleSession('one'));

      expect(sessions.find('one', { ...viewer, path: '/v1/readonly' })).toBe(
        'unknown',
      );
    },
  );

  it('forgets a deleted session', () => {
    const sessions = sessionsOf(10, sampleSession('one'));

    sessions.delete('one');

    expect(sessions.find('one', jane)).toBe('unknown');
  });

  it('keeps the others when it deletes an unknown session', () => {
    const sessions = sessionsOf(10, sampleSession('one'));

    sessions.delete('two');

    expect(sessions.size).toBe(1);
  });

  it.each([
    { principals: [], full: undefined },
    { principals: ['john', 'jane'], full: undefined },
    { principals: ['john', 'john'], full: undefined },
    { principals: ['jane', 'jane'], full: 'principal' },
    { principals: ['john', 'john', 'jim'], full: 'all' },
    { principals: ['jane', 'jane', 'jim'], full: 'principal' },
  ])(
    'with sessions of $principals, has no room for jane because of $full',
    ({ principals, full }) => {
      const sessions = principals.map((countKey, id) =>
        sampleSession(`${id}`, { countKey }),
      );

      expect(sessionsOf(3, ...sessions).fullBecauseOf('jane')).toBe(full);
    },
  );

  it('has room again when a session is deleted', () => {
    const sessions = sessionsOf(1, sampleSession('one'));

    sessions.delete('one');

    expect(sessions.fullBecauseOf('john')).toBeUndefined();
  });

  describe('closeAll', () => {
    it('closes each session', async () => {
      const closed: string[] = [];
      const sessions = sessionsOf(
        10,
        sampleSession('one', { close: async () => void closed.push('one') }),
        sampleSession('two', { close: async () => void closed.push('two') }),
      );

      await sessions.closeAll();

      expect(closed).toEqual(['one', 'two']);
    });

    it('forgets the sessions before it closes them', () => {
      const sessions = sessionsOf(
        10,
        sampleSession('one', { close: () => new Promise(() => undefined) }),
      );

      void sessions.closeAll();

      expect(sessions.find('one', jane)).toBe('unknown');
    });

    it('lets a session delete itself while it closes', async () => {
      const sessions = sessionsOf(
        10,
        sampleSession('one', { close: async () => sessions.delete('one') }),
        sampleSession('two', { close: async () => sessions.delete('two') }),
      );

      await sessions.closeAll();

      expect(sessions.size).toBe(0);
    });

    it('closes the others when one fails to close', async () => {
      const closed: string[] = [];
      const sessions = sessionsOf(
        10,
        sampleSession('one', {
          close: async () => {
            throw new Error('already gone');
          },
        }),
        sampleSession('two', { close: async () => void closed.push('two') }),
      );

      await sessions.closeAll();

      expect(closed).toEqual(['two']);
    });
  });
});
