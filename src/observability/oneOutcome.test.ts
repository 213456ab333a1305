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
import { greet } from '../__testUtils__/greet';
import type { Operation, OperationResult } from '../tools/observe';
import type { ToolOutcome } from '../tools/types';
import { AuditTrail } from './AuditTrail';
import { createObserve } from './createObserve';
import { createTrace } from './createTrace';
import { createInstruments } from './instruments';
import { observeAudit } from './observeAudit';
import { observeMetrics } from './observeMetrics';

/** What audit, metric and span say of an operation that does not succeed. */
async function outcomesOf(
  operation: Operation,
  run: () => Promise<OperationResult>,
) {
  const ends: object[] = [];
  const trail = AuditTrail.create({
    logger: mockServices.logger.mock(),
    auditor: mockServices.auditor.mock({
      createEvent: async () => ({
        success: async () => {},
        fail: async ({ error, meta }) => {
          ends.push({ outcome: meta?.outcome, errorType: error.name });
        },
      }),
    }),
  });
  const instruments = createInstruments(metricsServiceMock.mock());
  const tracing = tracingServiceMock.mock();
  const observe = createObserve({
    trace: createTrace({ tracing, captureToolPayload: false }),
    observers: [observeMetrics(instruments), observeAudit(trail)],
  });

  await observe(operation, run).catch(() => {});
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
      given: { signal: left.signal },
      outcome: 'cancelled',
    },
  ])('is $outcome of $of', async ({ thrown, given, outcome }) => {
    const said = { outcome, errorType: thrown.name };

    expect(
      await outcomesOf(
        { method: 'tools/list', context: callContext(given) },
        async () => {
          throw thrown;
        },
      ),
    ).toEqual([said, said, said]);
  });
});

describe('the outcome of a call, in span, metric and audit', () => {
  it.each<{
    of: string;
    ended: ToolOutcome;
    outcome: string;
    errorType: string;
  }>([
    {
      of: 'a tool that fails',
      ended: {
        status: 'failed',
        tool: greet,
        error: {
          name: 'ConflictError',
          message: 'Row 7 of greetings is locked',
        },
        message: 'Try again',
      },
      outcome: 'failed',
      errorType: 'ConflictError',
    },
    {
      of: 'a tool that is not there',
      ended: { status: 'unknown', nearest: [] },
      outcome: 'refused',
      errorType: 'NotFoundError',
    },
    {
      of: 'one call too many',
      ended: { status: 'limited', message: 'Try again in 1 s' },
      outcome: 'limited',
      errorType: 'TooManyCallsError',
    },
    {
      of: 'a client that left before the action started',
      ended: { status: 'cancelled', tool: greet },
      outcome: 'cancelled',
      errorType: 'AbortError',
    },
  ])('is $outcome of $of', async ({ ended, outcome, errorType }) => {
    const said = { outcome, errorType };
    const context = callContext();

    expect(
      await outcomesOf(
        { method: 'tools/call', context, call: { name: 'greet' } },
        async () => ended,
      ),
    ).toEqual([said, said, said]);
  });
});
