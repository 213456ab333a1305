import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import express, { type RequestHandler, type Response } from 'express';
import fc from 'fast-check';
import { callContext } from '../__testUtils__/callContext';
import { until } from '../__testUtils__/until';
import { toAuthInfo } from '../mcp/caller';
import type { AuthenticatedRequest } from './guards/requireCredentials';
import { UnreadAnswers } from './UnreadAnswers';

const KIB = 1024;
const MIB = 1024 * KIB;
/** What waits has to be more than the sockets of the system take, about 4 MiB. */
const BOUNDS = { unreadStreamBytes: MIB, unreadPrincipalBytes: 24 * MIB };
const EVENTS = { 'Content-Type': 'text/event-stream' };

/** Stands in for the guards: the caller is whom the query names. */
const authenticate: RequestHandler = (req, _res, next) => {
  const credentials = mockCredentials.user(`user:default/${req.query.as}`);
  (req as AuthenticatedRequest).auth = toAuthInfo(callContext({ credentials }));
  next();
};

describe('UnreadAnswers', () => {
  const logger = mockServices.logger.mock();
  const open = new Set<Socket>();
  let responses: Array<Response>;
  let server: Server;
  let port: number;

  beforeEach(async () => {
    logger.warn.mockClear();
    responses = [];
    const unread = UnreadAnswers.create({ logger, bounds: BOUNDS });
    const keep: RequestHandler = (_req, res) => void responses.push(res);
    const app = express()
      .use(authenticate)
      .get('/stream', unread.observeStream, keep)
      .get('/answer', unread.observe, keep);
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

  /** The response to a client that does not read before it is told to. */
  async function get(path: string, as = 'jane') {
    const before = responses.length;
    const socket = connect(port, 'localhost');
    open.add(socket);
    socket.on('error', () => {});
    socket.write(`GET ${path}?as=${as} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await until(() => responses.length > before);
    return { res: responses.at(-1)!, socket };
  }

  /** Reads as many bytes as come. */
  function readAll(socket: Socket) {
    let bytes = 0;
    socket.on('data', chunk => {
      bytes += chunk.length;
    });
    return () => bytes;
  }

  const reasonOf = (res: Response) => res.locals.cutOffBecause;

  it('cuts off a stream that is not read, whatever the parts it gets', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 512 * KIB }), {
      minLength: 50,
      maxLength: 50,
    });
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (parts, isText) => {
        const { res } = await get('/stream');
        res.writeHead(200, EVENTS);
        let most = 0;
        for (const size of [...parts, ...Array(40).fill(512 * KIB)]) {
          res.write(isText ? 'x'.repeat(size) : Buffer.alloc(size));
          most = Math.max(most, res.writableLength);
          await new Promise(setImmediate);
        }
        expect(res.destroyed).toBe(true);
        expect(reasonOf(res)).toBe(
          'Answers were not read: more than 1 MiB of one stream waited',
        );
        // The bound and the one part that went over it.
        expect(most).toBeLessThan(1.5 * MIB + 1000);
      }),
      { seed: 6, numRuns: 5 },
    );
  });

  it('leaves a stream alone that is read', async () => {
    const { res, socket } = await get('/stream');
    const bytes = readAll(socket);
    res.writeHead(200, EVENTS);
    for (let part = 1; part <= 15; part += 1) {
      res.write(Buffer.alloc(MIB));
      await until(() => bytes() > part * MIB);
    }
    expect(reasonOf(res)).toBeUndefined();
  });

  it.each(['/stream', '/answer'])(
    'leaves one large answer on %s alone, and all of it arrives',
    async path => {
      const { res, socket } = await get(path);
      res.writeHead(200, EVENTS);
      res.write(Buffer.alloc(30 * MIB));
      const bytes = readAll(socket);
      await until(() => bytes() > 30 * MIB);
      res.write('the last');
      await until(() => bytes() > 30 * MIB + 8);
      expect(reasonOf(res)).toBeUndefined();
    },
  );

  it('bounds what one principal leaves on many connections', async () => {
    for (let i = 0; i < 5; i += 1) {
      const { res } = await get('/answer');
      res.end(Buffer.alloc(10 * MIB));
    }
    const kept = responses.filter(res => !res.destroyed);
    expect(kept).toHaveLength(3);
    const reasons = responses.filter(res => res.destroyed).map(reasonOf);
    expect(new Set(reasons)).toEqual(
      new Set([
        'Answers were not read: more than 24 MiB of one principal waited',
      ]),
    );
  });

  it('bounds streams and answers of one principal together', async () => {
    const stream = await get('/stream');
    stream.res.writeHead(200, EVENTS);
    stream.res.write(Buffer.alloc(20 * MIB));
    const answer = await get('/answer');
    answer.res.end(Buffer.alloc(10 * MIB));
    const last = await get('/answer');
    last.res.end('Hello');
    expect(responses.map(res => res.destroyed)).toEqual([true, false, false]);
  });

  it('cuts off the largest first, and nobody else', async () => {
    const john = await get('/answer', 'john');
    const small = await get('/answer');
    const large = await get('/answer');
    const last = await get('/answer');
    john.res.end(Buffer.alloc(28 * MIB));
    small.res.end(Buffer.alloc(8 * MIB));
    large.res.end(Buffer.alloc(20 * MIB));
    last.res.end('Hello');
    expect([john, small, large, last].map(({ res }) => res.destroyed)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('forgets what was read', async () => {
    for (let i = 0; i < 4; i += 1) {
      const { res, socket } = await get('/answer');
      const bytes = readAll(socket);
      res.end(Buffer.alloc(8 * MIB));
      await until(() => bytes() > 8 * MIB);
    }
    expect(responses.map(reasonOf)).toEqual(Array(4).fill(undefined));
  });

  it('logs once a minute, whoever does not read', async () => {
    for (const as of ['jane', 'john', 'ann']) {
      const { res } = await get('/stream', as);
      res.writeHead(200, EVENTS);
      [8, 1].forEach(size => res.write(Buffer.alloc(size * MIB)));
      expect(res.destroyed).toBe(true);
    }
    expect(logger.warn.mock.calls).toEqual([
      [
        'Closed the connection of an MCP client. Answers were not read: more than 1 MiB of one stream waited. The audit log names the client; this is logged once a minute',
      ],
    ]);
  });

  it('says of no write that it has to wait, since it would wait uncounted', async () => {
    const { res } = await get('/answer');
    expect(res.write(Buffer.alloc(8 * MIB))).toBe(true);
  });
});
