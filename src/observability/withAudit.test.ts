import type { AuditorService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError, InputError, toError } from '@backstage/errors';
import fc from 'fast-check';
import { callContext } from '../__testUtils__/callContext';
import type { CallContext, Tool, ToolOutcome } from '../tools/types';
import { AuditTrail } from './AuditTrail';
import { withAudit } from './withAudit';

const deleteEntity: Tool = {
  name: 'catalog_delete_entity',
  title: 'Delete entity',
  description: 'Deletes an entity',
  inputSchema: { type: 'object' },
  attributes: { readOnly: false, destructive: true, idempotent: true },
  actionId: 'catalog:delete-entity',
  pluginId: 'catalog',
};

const CALL = { name: 'catalog_delete_entity' };

type Run = (context: CallContext) => Promise<ToolOutcome>;

const succeed: Run = async context => {
  context.onToolFound?.(deleteEntity);
  return { status: 'succeeded', tool: deleteEntity, output: 'Deleted' };
};
const fail: Run = async context => {
  context.onToolFound?.(deleteEntity);
  return {
    status: 'failed',
    tool: deleteEntity,
    error: toError(new ConflictError('Row 7 of final_entities is locked')),
    message: 'ConflictError: Try again',
  };
};
const refuse: Run = async () => ({ status: 'unknown', nearest: [] });
const rejectInput: Run = async () => {
  throw new InputError('Unknown toolsets: sampel');
};
const crash: Run = async context => {
  context.onToolFound?.(deleteEntity);
  throw new TypeError('rows is undefined');
};

function serviceOf(run: Run) {
  return { list: async () => [deleteEntity], call: run };
}

function trailOf(auditor: AuditorService): AuditTrail {
  return AuditTrail.create({ auditor, logger: mockServices.logger.mock() });
}

/** Audited tools, and what the sink wrote of them. */
function audited(run: Run) {
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
  const written = async () => {
    await trail.drain();
    return entries;
  };
  return { tools: withAudit(serviceOf(run), trail), written };
}

describe('withAudit', () => {
  it('notes that the arguments had to be interpreted', async () => {
    const { tools, written } = audited(async context => {
      context.onToolFound?.(deleteEntity);
      return {
        status: 'succeeded',
        tool: deleteEntity,
        output: 'Deleted',
        isCoerced: true,
      };
    });
    await tools.call(callContext(), CALL);
    expect((await written())[1]).toMatchObject({
      status: 'succeeded',
      meta: { argumentsCoerced: true },
    });
  });

  it('writes who asked for what', async () => {
    const { tools, written } = audited(succeed);

    const request = { method: 'POST', url: '/', originalUrl: '/api/v1' };
    await tools.call(callContext({ request }), CALL);

    expect((await written())[0]).toEqual({
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
    const { tools, written } = audited(context => {
      context.onToolFound?.(deleteEntity);
      return new Promise(() => {});
    });

    tools.call(callContext(), CALL);

    expect(await written()).toMatchObject([{ status: 'initiated' }]);
  });

  it.each([
    { end: 'succeeds', run: succeed },
    { end: 'fails', run: fail },
    { end: 'finds no tool', run: refuse },
  ])('passes on the outcome of a call that $end', async ({ run }) => {
    const outcome = await audited(run).tools.call(callContext(), CALL);

    expect(outcome).toEqual(await run(callContext()));
  });

  it.each([
    {
      end: 'succeeds',
      run: succeed,
      status: 'succeeded',
      outcome: 'succeeded',
    },
    {
      end: 'fails',
      run: fail,
      status: 'failed',
      outcome: 'failed',
      reason: 'ConflictError: Row 7 of final_entities is locked',
    },
    {
      end: 'finds no tool',
      run: refuse,
      status: 'failed',
      outcome: 'refused',
      reason: 'NotFoundError: Unknown tool',
    },
    {
      end: 'throws an InputError',
      run: rejectInput,
      status: 'failed',
      outcome: 'refused',
      reason: 'InputError: Unknown toolsets: sampel',
    },
    {
      end: 'throws anything else',
      run: crash,
      status: 'failed',
      outcome: 'crashed',
      reason: 'TypeError: rows is undefined',
    },
  ])(
    'writes once, with the true reason, that a call $end',
    async ({ run, status, outcome, reason }) => {
      const { tools, written } = audited(run);

      await tools.call(callContext(), CALL).catch(() => {});

      expect((await written()).slice(1)).toEqual([
        {
          status,
          meta: { outcome, durationMs: expect.any(Number) },
          reason,
        },
      ]);
    },
  );

  it('throws what the tools throw', async () => {
    const { tools } = audited(crash);

    await expect(tools.call(callContext(), CALL)).rejects.toThrow(
      TypeError('rows is undefined'),
    );
  });

  it('writes that the client left during the call', async () => {
    const client = new AbortController();
    const { tools, written } = audited(async context => {
      client.abort();
      return succeed(context);
    });

    await tools.call(callContext({ signal: client.signal }), CALL);

    expect((await written())[1]).toMatchObject({
      reason:
        'AbortError: The client left before the answer; the operation succeeded',
      meta: { outcome: 'cancelled' },
    });
  });

  it.each([
    { does: 'reads', readOnly: true, destructive: false, severity: 'low' },
    { does: 'adds', readOnly: false, destructive: false, severity: 'medium' },
    { does: 'destroys', readOnly: false, destructive: true, severity: 'high' },
  ])('is of $severity severity when the tool $does', async row => {
    const { severity, readOnly, destructive } = row;
    const attributes = { readOnly, destructive, idempotent: false };
    const { tools, written } = audited(async context => {
      context.onToolFound?.({ ...deleteEntity, attributes });
      return { status: 'unknown', nearest: [] };
    });

    await tools.call(callContext(), CALL);

    expect((await written())[0]).toMatchObject({ severityLevel: severity });
  });

  it('is of low severity and names no action when there is no tool', async () => {
    const { tools, written } = audited(refuse);

    await tools.call(callContext(), { name: 'drop_entity' });

    expect((await written())[0]).toMatchObject({
      severityLevel: 'low',
      meta: { toolName: 'drop_entity' },
    });
    expect((await written())[0]).not.toHaveProperty('meta.actionId');
  });

  it('writes the alias that the client asked for', async () => {
    const { tools, written } = audited(succeed);

    await tools.call(callContext(), { name: 'delete-entity' });

    expect((await written())[0]).toMatchObject({
      meta: { toolName: 'catalog_delete_entity', askedFor: 'delete-entity' },
    });
  });

  it('cuts what a client makes up after 128 characters', async () => {
    const { tools, written } = audited(refuse);
    const { protocol } = callContext();
    const clientName = 'a'.repeat(1000);

    await tools.call(
      callContext({
        protocol: { ...protocol, clientName, clientVersion: '2' },
      }),
      { name: 'b'.repeat(1000) },
    );

    expect((await written())[0]).toMatchObject({
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
        const { tools, written } = audited(refuse);
        const protocol = {
          ...callContext().protocol,
          version: made,
          clientName: made,
          clientVersion: made,
        };
        await tools.call(callContext({ protocol }), { name: made });

        const [{ meta }] = (await written()) as [{ meta: object }];
        for (const value of Object.values(meta)) {
          expect(value).not.toMatch(hidden);
          expect(value.length).toBeLessThanOrEqual(128);
        }
      }),
      { numRuns: 100, seed: 21 },
    );
  });

  it.each([
    { call: 'runs', run: succeed, queue: 'calls' },
    { call: 'finds no tool', run: refuse, queue: 'refused calls' },
    { call: 'makes no sense', run: rejectInput, queue: 'refused calls' },
  ])('queues a call that $call with the $queue', async ({ run, queue }) => {
    const trail = trailOf(mockServices.auditor.mock());
    const start = jest.spyOn(trail, 'start');

    await withAudit(serviceOf(run), trail)
      .call(callContext(), CALL)
      .catch(() => {});

    expect(start.mock.calls.map(([name]) => name)).toEqual([queue]);
  });

  it('writes how many tools a client was shown', async () => {
    const { tools, written } = audited(succeed);

    expect(await tools.list(callContext())).toEqual([deleteEntity]);
    expect(await written()).toMatchObject([
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
  ])('answers all the same when the sink $sink', async ({ createEvent }) => {
    const tools = withAudit(serviceOf(succeed), trailOf({ createEvent }));

    await expect(tools.call(callContext(), CALL)).resolves.toMatchObject({
      output: 'Deleted',
    });
    await expect(tools.list(callContext())).resolves.toEqual([deleteEntity]);
  });
});
