import type { AuditorEvent } from '@backstage/backend-defaults/auditor';
import { mockCredentials } from '@backstage/backend-test-utils';
import { describeWays } from '../__testUtils__/describeWays';
import { INTERNAL_TEXT, parcels } from '../__testUtils__/actions';
import { describeClients } from '../__testUtils__/describeClients';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import {
  realTelemetryServices,
  startTelemetry,
} from '../__testUtils__/telemetry';
import { until } from '../__testUtils__/until';

const DURATION = 'mcp.server.operation.duration';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const META_TRACE_ID = '1bf7651916cd43dd8448eb211c80319c';
const traceparent = (traceId: string) => `00-${traceId}-b7ad6b7169203331-01`;

/** What operators see of each call, with a real OpenTelemetry SDK and a real auditor. */
describeWays('telemetry', directAnswers => {
  const auditEvents: AuditorEvent[] = [];
  let telemetry: ReturnType<typeof startTelemetry>;
  let backend: McpBackend;

  beforeAll(async () => {
    telemetry = startTelemetry();
    backend = await startMcpBackend({
      features: realTelemetryServices(auditEvents),
      config: {
        mcpActions: {
          directAnswers,
          tracing: { capture: { toolPayload: true } },
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
    await telemetry.stop();
  });

  /** Ways that a call ends: the action, what metrics, spans and audit say. */
  const ENDS = [
    {
      action: 'greet-user',
      toolName: 'sample_greet_user',
      outcome: 'succeeded',
    },
    {
      action: 'raise-conflict',
      toolName: 'sample_raise_conflict',
      outcome: 'failed',
      errorType: 'ConflictError',
      reason: 'Component web exists',
    },
    {
      action: 'crash',
      toolName: 'sample_crash',
      outcome: 'crashed',
      errorType: 'Error',
      reason: INTERNAL_TEXT,
    },
    {
      action: 'made-up',
      toolName: '_unknown',
      outcome: 'refused',
      errorType: 'NotFoundError',
      reason: 'Unknown tool',
    },
    {
      action: 'deliver-parcel',
      toolName: 'sample_deliver_parcel',
      outcome: 'cancelled',
      errorType: 'AbortError',
      reason: 'The client left before the answer; the operation succeeded',
    },
  ];

  describeClients(({ era, sdk, connect }) => {
    const version =
      era === 'http+sse' ? { v1: '2025-11-25', v2: '2024-11-05' }[sdk] : era;
    const transport = era === 'http+sse' ? 'http+sse' : 'streamable-http';

    async function call(action: string, headers: Record<string, string> = {}) {
      const client = await connect(backend.url, { headers });
      const answer = client
        .callTool({ name: action, arguments: { name: 'Ann', isHeld: true } })
        .catch(error => error);
      if (action === 'deliver-parcel') {
        await until(() => parcels.held() === 1);
        await client.close();
        await until(noConnectionIsOpen);
        // An action runs to its end even when its client has left.
        parcels.deliver();
      } else {
        await answer;
        await client.close();
      }
      await until(async () => {
        const active = await telemetry.points('mcp.server.active_calls');
        return active.every(({ value }) => value === 0);
      });
      await until(noConnectionIsOpen);
    }

    /** Seen by the audit, which learns of a close before the call does. */
    function noConnectionIsOpen() {
      const connections = auditEvents.filter(
        ({ eventId }) => eventId === 'connection',
      );
      const begun = connections.filter(({ status }) => status === 'initiated');
      return connections.length === 2 * begun.length;
    }

    it.each(ENDS)(
      'measures, traces and audits a call that $outcome',
      async end => {
        const seen = {
          spans: telemetry.spans().length,
          audit: auditEvents.length,
        };
        await call(end.action, { traceparent: traceparent(TRACE_ID) });

        const points = await telemetry.points(DURATION);
        expect(points.map(({ attributes }) => attributes)).toContainEqual({
          'mcp.method.name': 'tools/call',
          'mcp.protocol.version': version,
          'gen_ai.tool.name': end.toolName,
          'gen_ai.operation.name': 'execute_tool',
          'backstage.mcp.server': 'default',
          'backstage.mcp.transport': transport,
          'backstage.mcp.outcome': end.outcome,
          'network.transport': 'tcp',
          'network.protocol.name': 'http',
          ...(end.errorType && { 'error.type': end.errorType }),
        });

        const spans = () =>
          telemetry
            .spans()
            .slice(seen.spans)
            .filter(({ name }) => name === 'tools/call');
        await until(() => spans().length === 1);
        const [span] = spans();
        expect(span.spanContext().traceId).toBe(TRACE_ID);
        expect(span.attributes).toMatchObject({
          'mcp.method.name': 'tools/call',
          'mcp.protocol.version': version,
          'backstage.mcp.outcome': end.outcome,
          ...(end.toolName !== '_unknown' && {
            'gen_ai.tool.name': end.toolName,
            'backstage.plugin.id': 'sample',
          }),
        });
        expect(span.attributes['error.type']).toBe(end.errorType);
        expect(span.status.message).toBe(end.reason);
        expect(span.status.code).toBe(end.errorType ? 2 : 0);

        const executions = () =>
          auditEvents
            .slice(seen.audit)
            .filter(event => event.eventId === 'tool-execution');
        await until(() => executions().length === 2);
        const [started, ended] = executions();
        expect(started).toMatchObject({ status: 'initiated' });
        expect(ended).toMatchObject({
          plugin: 'mcp-actions',
          status: end.reason ? 'failed' : 'succeeded',
          actor: { actorId: mockCredentials.user().principal.userEntityRef },
          meta: {
            server: 'default',
            transport,
            protocolVersion: version,
            outcome: end.outcome,
            durationMs: expect.any(Number),
            toolName: end.toolName === '_unknown' ? end.action : end.toolName,
          },
        });
        const { error } = ended as { error?: Error };
        expect(error?.message).toBe(end.reason);
      },
    );

    it('says of each output how large it was', async () => {
      const seen = {
        spans: telemetry.spans().length,
        audit: auditEvents.length,
      };
      await call('greet-user');
      const size = '{"greeting":"Hello Ann!"}'.length;

      const points = await telemetry.points('mcp.server.output.size');
      expect(points).toContainEqual(
        expect.objectContaining({
          attributes: {
            'gen_ai.tool.name': 'sample_greet_user',
            'backstage.mcp.server': 'default',
            'backstage.mcp.output.cut': false,
          },
          value: expect.objectContaining({ min: size, max: size }),
        }),
      );
      const span = () =>
        telemetry
          .spans()
          .slice(seen.spans)
          .find(({ name }) => name === 'tools/call');
      await until(() => span() !== undefined);
      expect(span()!.attributes).toMatchObject({
        'backstage.mcp.output.size': size,
        'backstage.mcp.output.sent_size': size,
      });
      const ended = () =>
        auditEvents
          .slice(seen.audit)
          .find(
            ({ eventId, status }) =>
              eventId === 'tool-execution' && status === 'succeeded',
          );
      await until(() => ended() !== undefined);
      expect(ended()!.meta).toMatchObject({
        outputSize: size,
        outputSizeSent: size,
      });
    });

    it('traces a list', async () => {
      const seen = telemetry.spans().length;
      await using client = await connect(backend.url);
      await client.listTools();
      const spans = telemetry.spans().slice(seen);
      expect(spans.map(({ name }) => name)).toContain('tools/list');
    });

    it('takes the trace from the message before that of the headers', async () => {
      const seen = telemetry.spans().length;
      await using client = await connect(backend.url, {
        headers: { traceparent: traceparent(TRACE_ID) },
      });
      await client.callTool({
        name: 'count-teams',
        _meta: { traceparent: traceparent(META_TRACE_ID) },
      });
      const span = telemetry
        .spans()
        .slice(seen)
        .find(({ name }) => name === 'tools/call')!;
      expect(span.spanContext().traceId).toBe(META_TRACE_ID);
    });

    it('copies the baggage that is allowed, and cuts it', async () => {
      const seen = telemetry.spans().length;
      await using client = await connect(backend.url, {
        headers: {
          traceparent: traceparent(TRACE_ID),
          baggage: `gen_ai.agent.name=${'a'.repeat(300)},secret=1`,
        },
      });
      await client.callTool({ name: 'count-teams' });
      const span = telemetry
        .spans()
        .slice(seen)
        .find(({ name }) => name === 'tools/call')!;
      expect(span.attributes['gen_ai.agent.name']).toBe('a'.repeat(256));
      expect(span.attributes).not.toHaveProperty('secret');
    });

    it('captures arguments and output when the operator wants them', async () => {
      const seen = telemetry.spans().length;
      await call('greet-user');
      const span = telemetry
        .spans()
        .slice(seen)
        .find(({ name }) => name === 'tools/call')!;
      expect(span.attributes).toMatchObject({
        'gen_ai.tool.call.arguments': '{"name":"Ann","isHeld":true}',
        'gen_ai.tool.call.result': '{"greeting":"Hello Ann!"}',
      });
    });

    it('names the client in the audit, where the era tells it', async () => {
      const seen = auditEvents.length;
      await using client = await connect(backend.url);
      await client.listTools();
      const events = () =>
        auditEvents
          .slice(seen)
          .filter(
            ({ eventId, status }) =>
              eventId === 'tool-discovery' && status === 'succeeded',
          );
      await until(() => events().length === 1);
      // Stateless requests before 2026-07-28 do not say who sends them.
      const knowsClient = era === '2026-07-28' || era === 'http+sse';
      expect(events()[0].meta?.clientName).toBe(
        knowsClient ? `${sdk}-client` : undefined,
      );
      expect(events()[0].meta).toMatchObject({ toolCount: expect.any(Number) });
    });
  });

  it('makes no series of the names that a client makes up', async () => {
    const before = (await telemetry.points(DURATION)).length;
    const names = Array.from({ length: 40 }, (_, i) => `made_up_${i}`);
    await Promise.all(
      names.map(name =>
        fetch(backend.url, {
          method: 'POST',
          headers: {
            authorization: mockCredentials.user.header(),
            'content-type': 'application/json',
            'user-agent': name,
          },
          body: JSON.stringify({
            jsonrpc: '2.0',
            id: 1,
            method: 'tools/call',
            params: { name },
          }),
        }).then(response => response.text()),
      ),
    );
    const points = await telemetry.points(DURATION);
    expect(points.length - before).toBeLessThanOrEqual(1);
    const counts = points
      .filter(({ attributes }) => attributes['gen_ai.tool.name'] === '_unknown')
      .map(({ value }) => (value as { count: number }).count);
    expect(
      counts.reduce((sum, count) => sum + count, 0),
    ).toBeGreaterThanOrEqual(40);
  });

  it('measures sessions, and counts what is open', async () => {
    const sessions = await telemetry.points('mcp.server.session.duration');
    const transports = sessions.map(
      ({ attributes }) => attributes['backstage.mcp.transport'],
    );
    expect(transports).toEqual(
      expect.arrayContaining(['streamable-http', 'http+sse']),
    );
    const abort = new AbortController();
    await fetch(`${backend.url}/sse`, {
      headers: { authorization: mockCredentials.user.header() },
      signal: abort.signal,
    });
    expect(
      await telemetry.points('mcp.server.sse.active_streams'),
    ).toMatchObject([{ value: 1 }]);
    abort.abort();
    await until(async () => {
      const [point] = await telemetry.points('mcp.server.sse.active_streams');
      return point.value === 0;
    });
    const active = await telemetry.points('mcp.server.active_calls');
    expect(active.map(({ value }) => value)).toEqual([0, 0]);
  });

  it('audits connections, refused ones too', async () => {
    const seen = auditEvents.length;
    await fetch(backend.url, { method: 'POST' });
    await fetch(backend.url, {
      method: 'POST',
      headers: { authorization: mockCredentials.user.invalidHeader() },
    });
    const failed = () =>
      auditEvents
        .slice(seen)
        .filter(
          ({ eventId, status }) =>
            eventId === 'connection' && status === 'failed',
        );
    await until(() => failed().length === 2);
    expect(failed()).toMatchObject([
      { actor: { actorId: undefined }, meta: { statusCode: 401 } },
      { meta: { statusCode: 401, ip: expect.any(String) } },
    ]);
  });
});
