import { mockServices } from '@backstage/backend-test-utils';
import {
  metricsServiceMock,
  tracingServiceMock,
} from '@backstage/backend-test-utils/alpha';
import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { callContext } from '../__testUtils__/callContext';
import { AuditTrail } from './AuditTrail';
import { createInstruments } from './instruments';
import { withAudit } from './withAudit';
import { withMetrics } from './withMetrics';
import { withTracing } from './withTracing';

/** What span, metric and audit say of a list that throws this. */
async function outcomesOf(
  thrown: Error,
  signal = new AbortController().signal,
) {
  const ends: object[] = [];
  const auditor = mockServices.auditor.mock({
    createEvent: async () => ({
      success: async () => {},
      fail: async ({ error, meta }) => {
        ends.push({ outcome: meta?.outcome, errorType: error.name });
      },
    }),
  });
  const trail = AuditTrail.create({
    auditor,
    logger: mockServices.logger.mock(),
  });
  const instruments = createInstruments(metricsServiceMock.mock());
  const tracing = tracingServiceMock.mock();
  const throwing = async () => {
    throw thrown;
  };
  const tools = withTracing(
    withMetrics(
      withAudit({ list: throwing, call: throwing }, trail),
      instruments,
    ),
    { tracing, captureToolPayload: false },
  );

  await tools.list(callContext({ signal })).catch(() => {});
  await trail.drain();

  const labels = [
    jest.mocked(instruments.operationDuration.record).mock.lastCall?.[1] ?? {},
    Object.fromEntries(tracing.spans[0].setAttribute.mock.calls),
  ];
  return [
    ...ends,
    ...labels.map(said => ({
      outcome: said['backstage.mcp.outcome'],
      errorType: said['error.type'],
    })),
  ];
}

const left = new AbortController();
left.abort();

describe('the outcome of a list, in span, metric and audit', () => {
  it.each([
    {
      of: 'plugins that did not list in time',
      thrown: new ServiceUnavailableError('Try again later'),
      outcome: 'failed',
    },
    {
      of: 'a request without sense',
      thrown: new InputError('Unknown toolsets'),
      outcome: 'refused',
    },
    {
      of: 'credentials that may use no plugin',
      thrown: new NotAllowedError('None'),
      outcome: 'refused',
    },
    {
      of: 'anything else',
      thrown: new TypeError('rows is undefined'),
      outcome: 'crashed',
    },
    {
      of: 'a client that left before its list timed out',
      thrown: new ServiceUnavailableError('Try again later'),
      signal: left.signal,
      outcome: 'cancelled',
    },
  ])('is $outcome of $of', async ({ thrown, signal, outcome }) => {
    const said = { outcome, errorType: thrown.name };

    expect(await outcomesOf(thrown, signal)).toEqual([said, said, said]);
  });
});
