import type { AuditorService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { callContext } from '../__testUtils__/callContext';
import type { Operation, OperationEnd } from '../tools/observe';
import type { CallContext, Tool, ToolOutcome } from '../tools/types';
import { AuditTrail } from './AuditTrail';
import { createObserve } from './createObserve';
import { observeAudit } from './observeAudit';

const deleteEntity: Tool = {
  name: 'catalog_delete_entity',
  title: 'Delete entity',
  description: 'Deletes an entity',
  inputSchema: { type: 'object' },
  attributes: { readOnly: false, destructive: true, idempotent: true },
  actionId: 'catalog:delete-entity',
  pluginId: 'catalog',
};

const LIST: Operation = { method: 'tools/list', context: callContext() };

const SUCCEEDED = { outcome: 'succeeded' } as const;
const REFUSED = {
  outcome: 'refused',
  error: { name: 'NotFoundError', message: 'Unknown tool' },
} as const;

function callOf(name: string, given: Partial<CallContext> = {}): Operation {
  return { method: 'tools/call', context: callContext(given), call: { name } };
}

const CALL = callOf('catalog_delete_entity');

/** What an observer sees of an operation. */
interface Course {
  found?: Tool;
  /** Whether a limit stops the call of the tool. */
  isRefused?: boolean;
  ended?: Omit<OperationEnd, 'durationSeconds'>;
}

function trailOf(auditor: AuditorService): AuditTrail {
  return AuditTrail.create({ auditor, logger: mockServices.logger.mock() });
}

function audit(
  trail: AuditTrail,
  operation: Operation,
  { found, isRefused, ended }: Course,
): void {
  const observer = observeAudit(trail)(operation);
  if (found) {
    observer.found?.({ tool: found });
    if (!isRefused) {
      observer.starts?.();
    }
  }
  if (ended) {
    observer.ended({ ...ended, durationSeconds: 1.5 });
  }
}

/** What the sink writes of an operation. */
async function entriesOf(operation: Operation, course: Course) {
  const entries: object[] = [];
  const trail = trailOf({
    createEvent: async options => {
      entries.push({ ...options, status: 'initiated' });
      return {
        success: async end => {
          entries.push({ status: 'succeeded', ...end });
        },
        fail: async ({ error, meta }) => {
          const reason = `${error.name}: ${error.message}`;
          entries.push({ status: 'failed', reason, meta });
        },
      };
    },
  });
  audit(trail, operation, course);
  await trail.drain();
  return entries;
}

describe('observeAudit', () => {
  it('notes that the arguments had to be interpreted', async () => {
    const [, end] = await entriesOf(CALL, {
      found: deleteEntity,
      ended: { ...SUCCEEDED, isCoerced: true },
    });

    expect(end).toMatchObject({
      status: 'succeeded',
      meta: { argumentsCoerced: true },
    });
  });

  it('notes how large the output was, and what was sent of it', async () => {
    const [, end] = await entriesOf(CALL, {
      found: deleteEntity,
      ended: { ...SUCCEEDED, outputSize: { whole: 3_000, sent: 2_000 } },
    });

    expect(end).toMatchObject({
      status: 'succeeded',
      meta: { outputSize: 3_000, outputSizeSent: 2_000 },
    });
  });

  it('writes who asked for what', async () => {
    const request = { method: 'POST', url: '/', originalUrl: '/api/v1' };

    const [begin] = await entriesOf(
      callOf('catalog_delete_entity', { request }),
      { found: deleteEntity },
    );

    expect(begin).toEqual({
      status: 'initiated',
      eventId: 'tool-execution',
      severityLevel: 'high',
      request: expect.objectContaining({ originalUrl: '/api/v1' }),
      meta: {
        toolName: 'catalog_delete_entity',
        actionId: 'catalog:delete-entity',
        server: 'default',
        transport: 'streamable-http',
        era: 'legacy',
        protocolVersion: '2025-11-25',
      },
    });
  });

  it('writes that a call began although it never ends', async () => {
    expect(await entriesOf(CALL, { found: deleteEntity })).toMatchObject([
      { status: 'initiated' },
    ]);
  });

  it.each([
    {
      end: 'succeeds',
      course: { found: deleteEntity, ended: SUCCEEDED },
      status: 'succeeded',
    },
    {
      end: 'fails',
      course: {
        found: deleteEntity,
        ended: {
          outcome: 'failed',
          error: {
            name: 'ConflictError',
            message: 'Row 7 of final_entities is locked',
          },
        },
      },
      status: 'failed',
      reason: 'ConflictError: Row 7 of final_entities is locked',
    },
    {
      end: 'finds no tool',
      course: { ended: REFUSED },
      status: 'failed',
      reason: 'NotFoundError: Unknown tool',
    },
    {
      end: 'makes no sense',
      course: {
        ended: {
          outcome: 'refused',
          error: { name: 'InputError', message: 'Unknown toolsets: sampel' },
        },
      },
      status: 'failed',
      reason: 'InputError: Unknown toolsets: sampel',
    },
    {
      end: 'crashes',
      course: {
        found: deleteEntity,
        ended: {
          outcome: 'crashed',
          error: { name: 'TypeError', message: 'rows is undefined' },
        },
      },
      status: 'failed',
      reason: 'TypeError: rows is undefined',
    },
    {
      end: 'is left by its client',
      course: {
        found: deleteEntity,
        ended: {
          outcome: 'cancelled',
          error: { name: 'AbortError', message: 'The client left' },
        },
      },
      status: 'failed',
      reason: 'AbortError: The client left',
    },
  ] satisfies Array<{
    end: string;
    course: Course;
    status: string;
    reason?: string;
  }>)(
    'writes once, with the true reason, that a call $end',
    async ({ course, status, reason }) => {
      const [begin, ...ends] = await entriesOf(CALL, course);

      expect(begin).toMatchObject({ status: 'initiated' });
      expect(ends).toEqual([
        {
          status,
          meta: { outcome: course.ended.outcome, durationMs: 1500 },
          reason,
        },
      ]);
    },
  );

  it.each([
    { does: 'reads', readOnly: true, destructive: false, severity: 'low' },
    { does: 'adds', readOnly: false, destructive: false, severity: 'medium' },
    { does: 'destroys', readOnly: false, destructive: true, severity: 'high' },
  ])('is of $severity severity when the tool $does', async row => {
    const { severity, readOnly, destructive } = row;
    const attributes = { readOnly, destructive, idempotent: false };

    const [begin] = await entriesOf(CALL, {
      found: { ...deleteEntity, attributes },
    });

    expect(begin).toMatchObject({ severityLevel: severity });
  });

  it('is of low severity and names no action when there is no tool', async () => {
    const [begin] = await entriesOf(callOf('drop_entity'), { ended: REFUSED });

    expect(begin).toMatchObject({
      severityLevel: 'low',
      meta: { toolName: 'drop_entity' },
    });
    expect(begin).not.toHaveProperty('meta.actionId');
  });

  it('writes the alias that the client asked for', async () => {
    const [begin] = await entriesOf(callOf('delete-entity'), {
      found: deleteEntity,
    });

    expect(begin).toMatchObject({
      meta: { toolName: 'catalog_delete_entity', askedFor: 'delete-entity' },
    });
  });

  it('cuts what a client makes up after 128 characters', async () => {
    const protocol = {
      ...callContext().protocol,
      clientName: 'a'.repeat(1000),
      clientVersion: '2',
    };

    const [begin] = await entriesOf(callOf('b'.repeat(1000), { protocol }), {
      ended: REFUSED,
    });

    expect(begin).toMatchObject({
      meta: {
        toolName: 'b'.repeat(128),
        clientName: 'a'.repeat(128),
        clientVersion: '2',
      },
    });
  });

  it('writes nothing hidden of what a client makes up, whatever it is', async () => {
    const hidden = /[\p{Cc}\p{Bidi_Control}\u{E0000}-\u{E007F}\p{Cs}]/u;
    const text = fc
      .array(
        fc.constantFrom('a', '\n', '\u0085', '\u202E', '\u{E0041}', '\ud83d'),
        { minLength: 1, maxLength: 300 },
      )
      .map(parts => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, async made => {
        const protocol = {
          ...callContext().protocol,
          version: made,
          clientName: made,
          clientVersion: made,
        };

        const [begin] = await entriesOf(callOf(made, { protocol }), {
          ended: REFUSED,
        });

        const { meta } = begin as { meta: object };
        for (const value of Object.values(meta)) {
          expect(value).not.toMatch(hidden);
          expect(value.length).toBeLessThanOrEqual(128);
        }
      }),
      { numRuns: 100, seed: 21 },
    );
  });

  it.each<{ call: string; course: Course; queue: string }>([
    {
      call: 'runs',
      course: { found: deleteEntity, ended: SUCCEEDED },
      queue: 'calls',
    },
    {
      call: 'a limit stops',
      course: { found: deleteEntity, isRefused: true, ended: REFUSED },
      queue: 'refused calls',
    },
    {
      call: 'finds no tool',
      course: { ended: REFUSED },
      queue: 'refused calls',
    },
  ])('queues a call that $call with the $queue', ({ course, queue }) => {
    const trail = trailOf(mockServices.auditor.mock());
    const start = jest.spyOn(trail, 'start');

    audit(trail, CALL, course);

    expect(start.mock.calls.map(([name]) => name)).toEqual([queue]);
  });

  it('writes how many tools a client was shown', async () => {
    expect(
      await entriesOf(LIST, { ended: { ...SUCCEEDED, toolCount: 1 } }),
    ).toMatchObject([
      { status: 'initiated', eventId: 'tool-discovery' },
      { status: 'succeeded', meta: { toolCount: 1, outcome: 'succeeded' } },
    ]);
  });

  it.each<{ sink: string; createEvent: AuditorService['createEvent'] }>([
    { sink: 'hangs', createEvent: () => new Promise(() => {}) },
    {
      sink: 'hangs at the end',
      createEvent: async () => ({
        success: () => new Promise(() => {}),
        fail: () => new Promise(() => {}),
      }),
    },
    {
      sink: 'fails',
      createEvent: async () => {
        throw new Error('Disk full');
      },
    },
    {
      sink: 'fails at once',
      createEvent: () => {
        throw new Error('Not a promise');
      },
    },
  ])('still answers when the sink $sink', async ({ createEvent }) => {
    const observe = createObserve({
      trace: (_operation, run) => run({ ended() {} }),
      observers: [observeAudit(trailOf({ createEvent }))],
    });
    const deleted: ToolOutcome = {
      status: 'succeeded',
      tool: deleteEntity,
      output: 'Deleted',
    };
    const called = observe(CALL, async ({ found, starts }) => {
      found({ tool: deleteEntity });
      starts();
      return deleted;
    });

    await expect(called).resolves.toBe(deleted);
    await expect(observe(LIST, async () => [deleteEntity])).resolves.toEqual([
      deleteEntity,
    ]);
  });
});
