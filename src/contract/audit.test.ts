import type { AuditorEvent } from '@backstage/backend-defaults/auditor';
import { mockCredentials } from '@backstage/backend-test-utils';
import { openSseStream } from '../__testUtils__/openSseStream';
import { callOf, postMessage } from '../__testUtils__/postMessage';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { realTelemetryServices } from '../__testUtils__/telemetry';
import { until } from '../__testUtils__/until';

const SECRET = 'eyJhbGciOi';

/** What the platform's own auditor writes of requests over HTTP. */
describe('the audit', () => {
  const auditEvents: AuditorEvent[] = [];
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      features: realTelemetryServices(auditEvents),
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  beforeEach(() => {
    auditEvents.length = 0;
  });

  async function eventsOf(eventId: string, status: AuditorEvent['status']) {
    const events = () =>
      auditEvents.filter(
        event => event.eventId === eventId && event.status === status,
      );
    await until(() => events().length > 0);
    return events();
  }

  const authorization = mockCredentials.user.header();
  const query = `?access_token=${SECRET}&q=a`;

  it.each([
    { what: 'a connection', eventId: 'connection', message: callOf('crash') },
    { what: 'a call', eventId: 'tool-execution', message: callOf('crash') },
    { what: 'a refused call', eventId: 'tool-execution', message: callOf('a') },
    {
      what: 'a list',
      eventId: 'tool-discovery',
      message: { id: 1, method: 'tools/list' },
    },
  ])('has no query of the URL, and the caller, of $what', async row => {
    await postMessage(`${backend.url}${query}`, row.message);

    const [event] = await eventsOf(row.eventId, 'initiated');
    expect(event).toMatchObject({
      request: { url: '/api/mcp-actions/v1', method: 'POST' },
      actor: { actorId: 'user:default/mock' },
    });
    expect(JSON.stringify(auditEvents)).not.toContain(SECRET);
  });

  it('has no query of the URL of a stream', async () => {
    const leaving = new AbortController();
    const headers = { authorization };
    await fetch(`${backend.url}/sse${query}`, {
      headers,
      signal: leaving.signal,
    });
    leaving.abort();

    const [event] = await eventsOf('connection', 'succeeded');
    expect(event.request?.url).toBe('/api/mcp-actions/v1/sse');
    expect(JSON.stringify(auditEvents)).not.toContain(SECRET);
  });

  it('has no id of a session', async () => {
    await using stream = await openSseStream(backend.url);
    await stream.post(callOf('tell-caller'));

    const [call] = await eventsOf('tool-execution', 'succeeded');
    expect(call.request?.url).toBe('/api/mcp-actions/v1/sse/messages');
    expect(JSON.stringify(auditEvents)).not.toContain('sessionId');
  });

  it.each([
    { path: '', eventId: 'connection', method: 'POST' },
    { path: '/info', eventId: 'info', method: 'GET' },
  ])('has no secret of a refused $method $path', async row => {
    const { path, eventId, method } = row;
    await fetch(`${backend.url}${path}${query}`, {
      method,
      headers: { authorization: mockCredentials.user.invalidHeader() },
    });

    const [event] = await eventsOf(eventId, 'failed');
    expect(event).toMatchObject({
      severityLevel: 'low',
      meta: { statusCode: 401, ip: expect.any(String) },
    });
    expect(JSON.stringify(auditEvents)).not.toContain(SECRET);
  });

  it('says who asked why a tool is missing', async () => {
    await fetch(`${backend.url}/info?whyNot=catalog:delete%0A%E2%80%AE`, {
      headers: { authorization },
    });

    const [event] = await eventsOf('info', 'succeeded');
    expect(event).toMatchObject({
      severityLevel: 'low',
      actor: { actorId: 'user:default/mock' },
      request: { url: '/api/mcp-actions/v1/info', method: 'GET' },
      meta: {
        whyNot: 'catalog:delete \uFFFD',
        outcome: 'succeeded',
        statusCode: 200,
      },
    });
  });

  it('bounds and cleans what headers say of a client', async () => {
    await postMessage(backend.url, callOf('crash'), {
      headers: { 'user-agent': `a\u0085${'b'.repeat(1_000)}` },
    });

    const [{ actor }] = await eventsOf('connection', 'initiated');
    expect(actor.userAgent).toBe(`a ${'b'.repeat(254)}`);
  });
});
