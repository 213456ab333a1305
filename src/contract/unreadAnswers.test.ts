import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { AuditorEvent } from '@backstage/backend-defaults/auditor';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { openSseStream } from '../__testUtils__/openSseStream';
import {
  callOf,
  type Message,
  messageOf,
  newUser,
  postMessage,
} from '../__testUtils__/postMessage';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { realTelemetryServices } from '../__testUtils__/telemetry';
import { smallBounds } from '../__testUtils__/smallBounds';
import { until } from '../__testUtils__/until';

const MIB = 1024 * 1024;
/** What waits has to be more than the sockets of the system take, about 4 MiB. */
const BOUNDS = { unreadStreamBytes: MIB, unreadPrincipalBytes: 12 * MIB };
const WRITE = 'writer_write';
/** So much text takes longer than the server keeps a connection that is idle. */
const ALONE = { connection: 'close' };

/** For whom the tool wrote. */
const written: string[] = [];

const writerPlugin = createBackendPlugin({
  pluginId: 'writer',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        actionsRegistry.register({
          name: 'write',
          title: 'Write',
          description: 'Writes much text',
          attributes: { readOnly: true, destructive: false },
          schema: {
            input: z => z.object({ mib: z.number(), by: z.string() }),
            output: z => z.object({ text: z.string() }),
          },
          action: async ({ input }) => {
            written.push(input.by);
            return { output: { text: 'x'.repeat(input.mib * MIB) } };
          },
        });
      },
    });
  },
});

/** On the wire the text is there twice, as content and as structured content. */
function writeOf(mib: number, by: string, id = 1): Message {
  const params = { name: WRITE, arguments: { mib, by } };
  return { ...callOf(WRITE, id), params };
}

const writtenBy = (user: string) => written.filter(by => by === user).length;

describe('answers that are not read', () => {
  const auditEvents: AuditorEvent[] = [];
  const logger = mockServices.logger.mock();
  logger.child.mockImplementation(() => logger);
  const open = new Set<Socket>();
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: {
        backend: { actions: { pluginSources: ['writer'] } },
        mcpActions: { output: { maxSize: 0 } },
      },
      features: [
        writerPlugin,
        logger.factory,
        smallBounds(BOUNDS),
        ...realTelemetryServices(auditEvents),
      ],
    });
  });

  beforeEach(() => {
    auditEvents.length = 0;
  });

  afterEach(() => {
    open.forEach(socket => socket.destroy());
    open.clear();
  });

  afterAll(async () => {
    await backend.stop();
  });

  /** Sends this as it is, and reads nothing before it is told to. */
  function send(text: string): Socket {
    const socket = connect(Number(new URL(backend.url).port), 'localhost');
    open.add(socket);
    socket.on('error', () => {});
    socket.write(text);
    return socket;
  }

  function requestOf(as: string, message?: object, path = ''): string {
    const body = message && JSON.stringify({ jsonrpc: '2.0', ...message });
    return [
      `${body ? 'POST' : 'GET'} ${new URL(backend.url).pathname}${path} HTTP/1.1`,
      'Host: localhost',
      `Authorization: ${mockCredentials.user.header(as)}`,
      'Accept: application/json, text/event-stream',
      ...(body
        ? [
            'Content-Type: application/json',
            `Content-Length: ${Buffer.byteLength(body)}`,
          ]
        : []),
      '',
      body ?? '',
    ].join('\r\n');
  }

  const cutOff = () =>
    auditEvents.flatMap(event =>
      event.eventId === 'connection' &&
      event.status === 'failed' &&
      event.error.message.startsWith('Answers were not read')
        ? [event.error.message]
        : [],
    );

  it('end their stream of HTTP+SSE, which is logged and audited', async () => {
    const as = newUser();
    const socket = send(requestOf(as, undefined, '/sse'));
    const [first] = await once(socket, 'data');
    socket.pause();
    const endpoint = `${backend.rootUrl}${`${first}`.match(/data: (.*)\n/)![1]}`;
    let posted = 0;
    await until(async () => {
      posted += 1;
      const { status } = await postMessage(endpoint, writeOf(1, as, posted), {
        as,
        headers: ALONE,
      });
      return status === 404;
    });
    expect(posted).toBeLessThan(20);
    await until(() => cutOff().length > 0);
    expect(cutOff()).toEqual([
      'Answers were not read: more than 1 MiB of one stream waited',
    ]);
    const warnings = logger.warn.mock.calls.map(([message]) => message);
    expect(
      warnings.filter(message => message.includes('Closed the connection')),
    ).toHaveLength(1);
  });

  it('keep a pipelining client from having more of them computed', async () => {
    const as = newUser();
    const ids = [1, 2];
    const socket = send(
      ids.map(id => requestOf(as, writeOf(4, as, id))).join(''),
    );
    await until(() => writtenBy(as) > 0);
    // Other clients are served meanwhile.
    for (const other of [newUser(), newUser()]) {
      await postMessage(backend.url, writeOf(0, other), {
        as: other,
        headers: ALONE,
      });
    }
    expect(writtenBy(as)).toBe(1);
    let tail = '';
    const read: number[] = [];
    socket.on('data', chunk => {
      tail += chunk;
      const id = tail.match(/"id":(\d)/g);
      read.push(...(id ?? []).map(found => Number(found.at(-1))));
      tail = tail.slice(-4);
    });
    await until(() => read.length === ids.length);
    expect(read).toEqual(ids);
    expect(cutOff()).toEqual([]);
  });

  it('are bounded for one user on many connections', async () => {
    const as = newUser();
    for (let id = 1; id <= 3; id += 1) {
      send(requestOf(as, writeOf(4, as, id)));
    }
    await until(() => writtenBy(as) === 3 && cutOff().length >= 1);
    expect(new Set(cutOff())).toEqual(
      new Set([
        'Answers were not read: more than 12 MiB of one principal waited',
      ]),
    );
    // Nobody else notices.
    const other = newUser();
    const answer = await postMessage(backend.url, writeOf(1, other), {
      as: other,
      headers: ALONE,
    });
    const { result } = await messageOf(answer);
    expect(result.structuredContent.text).toHaveLength(MIB);
  });

  it('are bounded in a batch as well', async () => {
    const as = newUser();
    const batch = Array.from({ length: 3 }, (_, id) => ({
      jsonrpc: '2.0',
      ...writeOf(4, as, id),
    }));
    const body = JSON.stringify(batch);
    send(
      requestOf(as, {})
        .replace(/Content-Length: \d+/, `Content-Length: ${body.length}`)
        .replace(/[^\n]*$/, body)
        .replace('Accept', 'MCP-Protocol-Version: 2025-03-26\r\nAccept'),
    );
    await until(() => cutOff().length === 1);
    expect(writtenBy(as)).toBe(3);
  });

  it.each(['gzip', 'identity'])(
    'may be large when they are read, with %s',
    async encoding => {
      const as = newUser();
      const headers = { ...ALONE, 'accept-encoding': encoding };
      await using stream = await openSseStream(backend.url, as, headers);
      await stream.post(writeOf(3, as), { headers });
      const response = await postMessage(backend.url, writeOf(3, as), {
        as,
        headers,
      });
      const message = await messageOf(response);
      await until(() => stream.text().endsWith('}\n\n'));
      for (const { result } of [message, ...stream.messages()]) {
        expect(result.structuredContent.text).toHaveLength(3 * MIB);
      }
      expect(cutOff()).toEqual([]);
    },
  );
});
