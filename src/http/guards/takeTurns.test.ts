import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express, { type Response } from 'express';
import fc from 'fast-check';
import { until } from '../../__testUtils__/until';
import { takeTurns } from './takeTurns';

describe('takeTurns', () => {
  const open = new Set<Socket>();
  const contexts = new AsyncLocalStorage<string>();
  let started: Array<{ name: string; res: Response; context?: string }>;
  let server: Server;
  let port: number;

  beforeEach(async () => {
    started = [];
    const app = express()
      .use((req, _res, next) => contexts.run(req.path, next))
      .get('/elsewhere', (_req, res) => void res.send('elsewhere'))
      .use(takeTurns())
      .use((req, res) => {
        const context = contexts.getStore();
        started.push({ name: req.path.slice(1), res, context });
      });
    server = createServer(app).listen(0, 'localhost');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(async () => {
    open.forEach(socket => socket.destroy());
    open.clear();
    server.close();
    await once(server, 'close');
  });

  /** Sends requests for these in one go. */
  function pipeline(names: string[]) {
    const socket = connect(port, 'localhost');
    open.add(socket);
    let received = '';
    socket.on('error', () => {});
    socket.on('data', chunk => {
      received += chunk;
    });
    socket.write(
      names
        .map(name => `GET /${name} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
        .join(''),
    );
    const bodies = () => [...received.matchAll(/<(.*?)>/g)].map(([, it]) => it);
    return { socket, bodies, received: () => received };
  }

  const startedNames = () => started.map(({ name }) => name);

  const untilStarted = (count: number) => until(() => started.length === count);

  /** Lets whatever is on its way arrive. */
  async function settle() {
    const { bodies } = pipeline(['probe']);
    await until(() => startedNames().includes('probe'));
    const probe = started.splice(startedNames().indexOf('probe'), 1);
    probe[0].res.send('<probe>');
    await until(() => bodies().length === 1);
  }

  it('starts a request when the answer before it was taken', async () => {
    const { bodies } = pipeline(['one', 'two', 'three']);
    for (const count of [1, 2, 3]) {
      await untilStarted(count);
      await settle();
      expect(startedNames()).toEqual(['one', 'two', 'three'].slice(0, count));
      started[count - 1].res.send(`<${count}>`);
    }
    await until(() => bodies().length === 3);
    expect(bodies()).toEqual(['1', '2', '3']);
  });

  it('starts no further request of a client that does not read', async () => {
    const { socket, bodies } = pipeline(['one', 'two']);
    await untilStarted(1);
    socket.pause();
    started[0].res.send(`<${'x'.repeat(8 * 1024 * 1024)}>`);
    await settle();
    expect(startedNames()).toEqual(['one']);
    socket.resume();
    await untilStarted(2);
    started[1].res.send('<two>');
    await until(() => bodies().at(-1) === 'two');
  });

  it('answers in order, however requests are mixed and split', async () => {
    const names = fc.array(
      fc.oneof(fc.stringMatching(/^[a-z]{1,5}$/), fc.constant('elsewhere')),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(names, async asked => {
        started = [];
        const { socket, received } = pipeline(asked);
        const ours = asked.filter(name => name !== 'elsewhere');
        for (const [index, name] of ours.entries()) {
          await untilStarted(index + 1);
          started[index].res.send(name);
        }
        const answered = () => received().split('HTTP/1.1 200 OK').length - 1;
        await until(
          () =>
            answered() === asked.length && received().endsWith(asked.at(-1)!),
        );
        expect(
          received()
            .split(/HTTP\/1\.1 200 OK[^]*?\r\n\r\n/)
            .slice(1),
        ).toEqual(asked);
        socket.destroy();
      }),
      { seed: 6, numRuns: 20 },
    );
  });

  it('runs each request in its own context', async () => {
    pipeline(['one', 'two']);
    await untilStarted(1);
    started[0].res.send('<1>');
    await untilStarted(2);
    expect(started.map(({ context }) => context)).toEqual(['/one', '/two']);
  });

  it('never starts what waited on a connection that closed', async () => {
    const { socket } = pipeline(['one', 'two']);
    await untilStarted(1);
    const closed = once(started[0].res, 'close');
    socket.destroy();
    await closed;
    await settle();
    expect(startedNames()).toEqual(['one']);
  });

  it('closes a connection on which more than 32 requests wait', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
    const { socket } = pipeline(names);

    await once(socket, 'close');
    await settle();

    expect(startedNames()).toEqual(['n0']);
  });

  it('lets 32 requests wait', async () => {
    const names = Array.from({ length: 33 }, (_, index) => `n${index}`);
    const { bodies } = pipeline(names);
    for (let count = 1; count <= 33; count += 1) {
      await untilStarted(count);
      started[count - 1].res.send('<ok>');
    }
    await until(() => bodies().length === 33);
    expect(startedNames()).toEqual(names);
  });

  it('does not make connections wait for each other', async () => {
    pipeline(['one']);
    pipeline(['two']);
    await untilStarted(2);
    expect(startedNames().sort()).toEqual(['one', 'two']);
  });
});
