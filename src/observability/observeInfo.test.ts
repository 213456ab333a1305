import { mockServices } from '@backstage/backend-test-utils';
import express, { type RequestHandler } from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { until } from '../__testUtils__/until';
import { AuditTrail } from './AuditTrail';
import { observeInfo } from './observeInfo';

const answerOk: RequestHandler = (_req, res) => {
  res.json({});
};

function observed(answer: RequestHandler = answerOk) {
  const entries: any[] = [];
  const auditor = mockServices.auditor.mock({
    createEvent: async ({ eventId, severityLevel, request: req, meta }) => {
      const url = req?.originalUrl;
      entries.push({ status: 'initiated', eventId, severityLevel, url, meta });
      return {
        success: async end => {
          entries.push({ status: 'succeeded', ...end });
        },
        fail: async ({ error, meta: more }) => {
          entries.push({
            status: 'failed',
            reason: error.message,
            meta: more,
          });
        },
      };
    },
  });
  const logger = mockServices.logger.mock();
  const trail = AuditTrail.create({ auditor, logger });
  const app = express().use('/v1/info', observeInfo(trail), answer);
  const written = async () => {
    await until(() => entries.length === 2);
    return entries;
  };
  return { app, entries, written };
}

describe('observeInfo', () => {
  it('audits who asked for what, and the result', async () => {
    const { app, written } = observed();

    await request(app).get('/v1/info?whyNot=catalog:delete&access_token=eyJ');

    expect(await written()).toEqual([
      {
        status: 'initiated',
        eventId: 'info',
        severityLevel: undefined,
        url: '/v1/info',
        meta: { whyNot: 'catalog:delete' },
      },
      {
        status: 'succeeded',
        meta: {
          outcome: 'succeeded',
          statusCode: 200,
          durationMs: expect.any(Number),
        },
      },
    ]);
  });

  it.each([
    { status: 401, outcome: 'refused' },
    { status: 405, outcome: 'refused' },
    { status: 500, outcome: 'crashed' },
  ])('audits a response with $status as $outcome', async row => {
    const { app, written } = observed((_req, res) => {
      res.status(row.status).end();
    });

    await request(app).get('/v1/info');

    expect((await written())[1]).toMatchObject({
      status: 'failed',
      reason: `Answered with HTTP status ${row.status}`,
      meta: { outcome: row.outcome, statusCode: row.status },
    });
  });

  it('audits that the client left', async () => {
    const { app, written } = observed((req, _res) => {
      req.socket.destroy();
    });

    await request(app)
      .get('/v1/info')
      .catch(() => {});

    expect((await written())[1]).toMatchObject({
      status: 'failed',
      reason: 'The client left before the answer',
      meta: { outcome: 'cancelled' },
    });
  });

  it.each(['whyNot=a&whyNot=b', 'whyNot[x]=a', 'why=a'])(
    'audits ?%s without a name, since it does not ask for a single tool',
    async query => {
      const { app, written } = observed();

      await request(app).get(`/v1/info?${query}`);

      expect((await written())[0].meta).toEqual({});
    },
  );

  it('bounds and cleans any requested name', async () => {
    const asked = fc
      .array(
        fc.constantFrom('a', '\n', '\u0085', '\u202E', '\u{E0041}', '漢'),
        { minLength: 1, maxLength: 300 },
      )
      .map(chars => chars.join(''));
    await fc.assert(
      fc.asyncProperty(asked, async whyNot => {
        const { app, written } = observed();
        await request(app).get('/v1/info').query({ whyNot });
        const { meta } = (await written())[0];
        expect(meta.whyNot.length).toBeLessThanOrEqual(128);
        expect(meta.whyNot).not.toMatch(
          /[\p{Cc}\p{Bidi_Control}\u{E0000}-\u{E007F}\p{Cs}]/u,
        );
      }),
      { numRuns: 25, seed: 21 },
    );
  });
});
