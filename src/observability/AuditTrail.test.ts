import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthenticationError,
  ForwardedError,
  toError,
} from '@backstage/errors';
import { AuditTrail } from './AuditTrail';

const CONNECTION = { eventId: 'connection' };

/** A sink that records what it receives, and its trail. */
function recordingTrail() {
  const entries: unknown[][] = [];
  const trail = AuditTrail.create({
    logger: mockServices.logger.mock(),
    auditor: {
      createEvent: async ({ eventId }) => {
        entries.push(['initiated', eventId]);
        return {
          success: async end => {
            entries.push(['succeeded', eventId, end?.meta]);
          },
          fail: async end => {
            entries.push(['failed', eventId, end.error, end.meta]);
          },
        };
      },
    },
  });
  return { trail, entries };
}

function trailOf(createEvent: AuditorService['createEvent']) {
  const logger = mockServices.logger.mock();
  const trail = AuditTrail.create({ auditor: { createEvent }, logger });
  return { trail, logged: logger.error.mock.calls };
}

/** A sink that writes nothing until the test releases it. */
function stuckTrail() {
  let release = () => {};
  const released = new Promise<void>(resolve => {
    release = resolve;
  });
  const ends = jest.fn(async () => {});
  const createEvent = jest.fn(
    async (_options: AuditorServiceCreateEventOptions) => {
      await released;
      return { success: ends, fail: ends };
    },
  );
  return { ...trailOf(createEvent), createEvent, ends, release };
}

describe('AuditTrail', () => {
  it('writes the start and the success of an event', async () => {
    const { trail, entries } = recordingTrail();

    trail.start('connections', CONNECTION).succeed({ statusCode: 200 });
    await trail.drain();

    expect(entries).toEqual([
      ['initiated', 'connection'],
      ['succeeded', 'connection', { statusCode: 200 }],
    ]);
  });

  it('writes the start and the failure of an event', async () => {
    const { trail, entries } = recordingTrail();
    const error = { name: 'Error', message: 'Refused' };

    trail.start('connections', CONNECTION).fail(error, { statusCode: 403 });
    await trail.drain();

    expect(entries).toEqual([
      ['initiated', 'connection'],
      [
        'failed',
        'connection',
        expect.objectContaining(error),
        { statusCode: 403 },
      ],
    ]);
  });

  it('passes only the loggable parts of an error', async () => {
    const { trail, entries } = recordingTrail();
    const error = Object.assign(new Error('No\n\u202Erow'), { body: 'secret' });

    trail.start('calls', CONNECTION).fail(toError(error), {});
    await trail.drain();

    expect(entries[1][2]).toEqual(new Error('No \uFFFDrow'));
    expect(entries[1][2]).not.toHaveProperty('body');
  });

  it('passes events to the sink immediately and in order', () => {
    const { trail, entries } = recordingTrail();

    trail.start('connections', { eventId: 'connection' });
    trail.start('lists', { eventId: 'tool-discovery' });
    trail.start('calls', { eventId: 'tool-execution' });

    expect(entries).toEqual([
      ['initiated', 'connection'],
      ['initiated', 'tool-discovery'],
      ['initiated', 'tool-execution'],
    ]);
  });

  it('writes the end of an event only after its start', async () => {
    const end = jest.fn(async () => {});
    let write = () => {};
    const { trail } = trailOf(
      () =>
        new Promise(resolve => {
          write = () => resolve({ success: end, fail: end });
        }),
    );

    trail.start('connections', CONNECTION).succeed({});
    await Promise.resolve();
    expect(end).not.toHaveBeenCalled();

    write();
    await trail.drain();
    expect(end).toHaveBeenCalledTimes(1);
  });

  describe('with a sink that fails', () => {
    const WRITTEN = { success: async () => {}, fail: async () => {} };

    /** A sink that returns these results in turn, one per event. */
    async function logOf(...answers: Array<'written' | Error>) {
      const left = [...answers];
      const { trail, logged } = trailOf(async () => {
        const answer = left.shift();
        if (answer instanceof Error) {
          throw answer;
        }
        return WRITTEN;
      });
      for (let index = 0; index < answers.length; index++) {
        trail.start('connections', CONNECTION);
        await trail.drain();
      }
      return logged.map(([message]) => message);
    }

    it('logs once why events are being lost', async () => {
      expect(
        await logOf(new Error('Disk full'), new Error('Disk still full')),
      ).toEqual(['Audit events of connections are being lost: Disk full']);
    });

    it('logs it again when the sink fails after a success', async () => {
      expect(
        await logOf(new Error('Disk full'), 'written', new Error('Unplugged')),
      ).toEqual([
        'Audit events of connections are being lost: Disk full',
        'Audit events of connections are being lost: Unplugged',
      ]);
    });

    it('logs nothing when all is well', async () => {
      expect(await logOf('written', 'written')).toEqual([]);
    });

    it.each([
      {
        when: 'at the end of an event',
        createEvent: async () => ({
          ...WRITTEN,
          success: async () => {
            throw new Error('Disk full');
          },
        }),
      },
      {
        when: 'without a promise',
        createEvent: () => {
          throw new Error('Disk full');
        },
      },
    ])('logs a failure $when', async ({ createEvent }) => {
      const { trail, logged } = trailOf(createEvent);

      trail.start('connections', CONNECTION).succeed({});
      await trail.drain();

      expect(logged).toEqual([
        ['Audit events of connections are being lost: Disk full'],
      ]);
    });
  });

  it('logs a request that cannot be read, and throws nothing', async () => {
    const { trail, logged } = trailOf(async () => ({
      success: async () => {},
      fail: async () => {},
    }));
    const request = {} as AuditorServiceCreateEventOptions['request'];

    trail.start('calls', { ...CONNECTION, request }).succeed({});
    await trail.drain();

    expect(logged).toHaveLength(1);
  });

  describe('with bad credentials in the request', () => {
    const request = {
      ip: '203.0.113.7',
      url: '/',
      originalUrl: '/api/mcp-actions/v1',
    } as AuditorServiceCreateEventOptions['request'];

    /** Throws like the platform's auditor when it resolves the actor. */
    function pickyTrail() {
      const createEvent = jest.fn(
        async (options: AuditorServiceCreateEventOptions) => {
          if (options.request) {
            throw new ForwardedError(
              'Could not resolve credentials',
              new AuthenticationError('Expired'),
            );
          }
          return { success: async () => {}, fail: async () => {} };
        },
      );
      return { ...trailOf(createEvent), createEvent };
    }

    it('writes the event without the request, but with its IP address', async () => {
      const { trail, createEvent } = pickyTrail();

      trail.start('connections', {
        ...CONNECTION,
        request,
        meta: { server: 'default' },
      });
      await trail.drain();

      expect(createEvent.mock.lastCall).toEqual([
        {
          eventId: 'connection',
          meta: { server: 'default', ip: '203.0.113.7' },
        },
      ]);
    });

    it('loses nothing', async () => {
      const { trail, logged } = pickyTrail();

      trail.start('connections', { ...CONNECTION, request });
      await trail.drain();

      expect(logged).toEqual([]);
    });
  });

  describe('with a stuck sink', () => {
    it('passes at most 10,000 events to it, and logs so once', () => {
      const { trail, createEvent, logged } = stuckTrail();

      for (let index = 0; index < 10_010; index++) {
        trail.start('connections', CONNECTION);
      }

      expect(createEvent).toHaveBeenCalledTimes(10_000);
      expect(logged).toEqual([
        [
          'Audit events of connections are being lost: the sink is stuck with 10000 writes',
        ],
      ]);
    });

    it.each([
      'connections',
      'lists',
      'refused calls',
      'info requests',
    ] as const)('accepts a call however many %s wait', queue => {
      const { trail, createEvent } = stuckTrail();
      for (let index = 0; index < 10_001; index++) {
        trail.start(queue, CONNECTION);
      }

      trail.start('calls', { eventId: 'tool-execution' });

      expect(createEvent).toHaveBeenLastCalledWith({
        eventId: 'tool-execution',
      });
    });

    it('writes the end of each event that started, and of no other', async () => {
      const { trail, createEvent, ends, release } = stuckTrail();
      const records = Array.from({ length: 10_010 }, () =>
        trail.start('connections', CONNECTION),
      );

      records.forEach(record => record.succeed({}));
      release();
      await trail.drain();

      expect(createEvent).toHaveBeenCalledTimes(10_000);
      expect(ends).toHaveBeenCalledTimes(10_000);
    });

    it('logs one line although a slow sink makes room for one event at a time', async () => {
      const finish: Array<() => void> = [];
      const { trail, logged } = trailOf(
        () =>
          new Promise(resolve => {
            const none = async () => {};
            finish.push(() => resolve({ success: none, fail: none }));
          }),
      );
      for (let index = 0; index < 10_000; index++) {
        trail.start('connections', CONNECTION);
      }

      for (let index = 0; index < 20; index++) {
        trail.start('connections', CONNECTION);
        finish.shift()!();
        await new Promise(resolve => setImmediate(resolve));
        trail.start('connections', CONNECTION);
      }

      expect(logged).toHaveLength(1);
    });

    it('continues once the sink works again', async () => {
      const { trail, createEvent, release } = stuckTrail();
      for (let index = 0; index < 10_001; index++) {
        trail.start('connections', CONNECTION);
      }
      release();
      await trail.drain();

      trail.start('connections', CONNECTION);

      expect(createEvent).toHaveBeenCalledTimes(10_001);
    });
  });

  describe('drain', () => {
    it('waits until the events are written', async () => {
      const { trail, release } = stuckTrail();
      const steps: string[] = [];
      trail.start('connections', CONNECTION);

      const drained = trail.drain().then(() => steps.push('drained'));
      await new Promise(resolve => setImmediate(resolve));
      steps.push('released');
      release();
      await drained;

      expect(steps).toEqual(['released', 'drained']);
    });

    it('gives up on a stuck sink', async () => {
      // Otherwise the test would really wait five seconds.
      jest.useFakeTimers();
      const { trail } = stuckTrail();
      trail.start('connections', CONNECTION);

      const drained = trail.drain();
      await jest.advanceTimersByTimeAsync(5_000);
      jest.useRealTimers();

      await expect(drained).resolves.toBeUndefined();
    });
  });
});
