import { NO_GUARD, observeNothing } from '../../__testUtils__/observedTools';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import express, { type Response as ExpressResponse } from 'express';
import PromiseRouter from 'express-promise-router';
import { fakeIntervals } from '../../__testUtils__/fakeIntervals';
import { callContext } from '../../__testUtils__/callContext';
import { until } from '../../__testUtils__/until';
import { toAuthInfo } from '../../mcp/caller';
import type { EncodedResponse } from '../../mcp/direct/encodeResponse';
import {
  type FastExchange,
  FastPath,
  type FastPathOptions,
} from '../../mcp/direct/FastPath';
import type { UsualRequest } from '../../mcp/direct/parseRequest';
import type { AuthenticatedRequest } from '../guards/requireCredentials';
import { createFastHandler } from './createFastHandler';

const OPTIONS: FastPathOptions = {
  definition: {
    key: 'default',
    filter: { include: [], exclude: [] },
    name: 'Acme Portal',
  },
  tools: {
    list: async () => [],
    find: async () => ({ nearest: [] }),
    run: async () => ({ status: 'unknown', nearest: [] }),
  },
  observe: observeNothing,
  guard: NO_GUARD,
  logger: mockServices.logger.mock(),
};
const MESSAGE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'greet' },
};
const HEADERS = { 'mcp-protocol-version': '2025-11-25' };
const REQUEST: UsualRequest = {
  id: 1,
  method: 'tools/call',
  params: { name: 'greet' },
  era: 'legacy',
  version: '2025-11-25',
};
const ANSWER = '{"jsonrpc":"2.0","id":1,"result":{}}';
const PROGRESS = {
  method: 'notifications/progress' as const,
  params: { progressToken: 'a', progress: 10, message: 'Still running, 10 s' },
};
const KEEP_ALIVE = ': keep-alive\n\n';
const caller = callContext({ request: 'the request' });

type Answer = FastPath['answer'];

let listening: Server | undefined;

/**
 * A server whose fast path answers each message so; `responses` has those it
 * began. What the handler leaves to others is a 404.
 */
async function serve(answer: Answer, message: unknown = MESSAGE) {
  jest.spyOn(FastPath, 'create').mockReturnValue({ answer } as FastPath);
  const handle = createFastHandler(OPTIONS);
  const responses: ExpressResponse[] = [];
  const thrown: unknown[] = [];
  const router = PromiseRouter();
  router.use((req, res) => {
    (req as AuthenticatedRequest).auth = toAuthInfo(caller);
    res.set('Mcp-Test', 'was set before');
    responses.push(res);
    return handle(message, { req, res }) ?? res.status(404).end();
  });
  const app = express()
    .use(router)
    .use(((error, _req, res, _next) => {
      thrown.push(error);
      res.status(500).end();
    }) as express.ErrorRequestHandler);
  listening = app.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const send = (init?: RequestInit) =>
    fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      ...init,
      headers: { ...HEADERS, ...init?.headers },
    });
  return { send, responses, thrown };
}

/** An answer that is given when the test says so. */
function slowAnswer() {
  let exchange: FastExchange | undefined;
  let end: (answer: EncodedResponse) => void = () => {};
  const answer: Answer = (_request, given) => {
    exchange = given;
    return new Promise(resolve => {
      end = resolve;
    });
  };
  return {
    answer,
    asked: async () => {
      await until(() => exchange !== undefined);
      return exchange!;
    },
    end: (text = ANSWER) => end({ text }),
  };
}

describe('createFastHandler', () => {
  beforeEach(() => {
    fakeIntervals();
  });

  afterEach(async () => {
    jest.useRealTimers();
    jest.restoreAllMocks();
    listening?.closeAllConnections();
    await new Promise(resolve => listening?.close(resolve));
    listening = undefined;
  });

  it('answers JSON when nothing has to be said before', async () => {
    const { send } = await serve(async () => ({ text: ANSWER }));

    const response = await send();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('retry-after')).toBeNull();
    expect(await response.text()).toBe('{"jsonrpc":"2.0","id":1,"result":{}}');
  });

  it('tells its length in bytes, so that the platform compresses large answers only', async () => {
    const { send } = await serve(async () => ({ text: '{"name":"José"}' }));

    const response = await send();

    expect(response.headers.get('content-length')).toBe('16');
    expect(await response.text()).toBe('{"name":"José"}');
  });

  describe('of which others get the same', () => {
    const start = { text: `{"result":"${'Zoë'.repeat(400)}"` };
    const end = ',"id":1}';
    const large = { text: start.text + end, parts: { start, end } };

    it('compresses for a client that takes gzip', async () => {
      const { send } = await serve(async () => large);

      const response = await send({ headers: { 'accept-encoding': 'gzip' } });

      const { headers } = response;
      expect(headers.get('content-encoding')).toBe('gzip');
      expect(headers.get('content-type')).toBe('application/json');
      expect(Number(headers.get('content-length'))).toBeLessThan(200);
      expect(headers.get('vary')).toBe('Accept-Encoding');
      expect(await response.text()).toBe(large.text);
    });

    it.each([
      {
        what: 'for a client that takes no gzip',
        answer: large,
        accept: 'identity',
      },
      { what: 'what nobody else gets', answer: { text: large.text } },
      {
        what: 'what is small',
        answer: {
          text: ANSWER,
          parts: { start: { text: ANSWER.slice(0, 9) }, end: ANSWER.slice(9) },
        },
      },
    ])('leaves $what as it is', async ({ answer, accept = 'gzip' }) => {
      const { send } = await serve(async () => answer);

      const response = await send({ headers: { 'accept-encoding': accept } });

      expect(response.headers.get('content-encoding')).toBeNull();
      expect(response.headers.get('content-length')).toBe(
        `${Buffer.byteLength(answer.text)}`,
      );
      expect(await response.text()).toBe(answer.text);
    });

    it('streams as it is when something was said before', async () => {
      const { send } = await serve(async (_request, { notify }) => {
        notify(PROGRESS);
        return large;
      });

      const response = await send({ headers: { 'accept-encoding': 'gzip' } });

      expect(response.headers.get('content-encoding')).toBeNull();
      expect(await response.text()).toContain(`data: ${large.text}\n\n`);
    });
  });

  it('leaves to others what is no usual request', async () => {
    const answer = jest.fn();
    const { send } = await serve(answer, { ...MESSAGE, method: 'ping' });

    expect((await send()).status).toBe(404);
    expect(answer).not.toHaveBeenCalled();
  });

  it('makes its fast path of what it was given, once', async () => {
    const { send } = await serve(async () => ({ text: ANSWER }));

    await send();
    await send();

    expect(jest.mocked(FastPath.create).mock.calls).toEqual([[OPTIONS]]);
  });

  it('passes the request on, and who sent it', async () => {
    const answer = jest.fn<ReturnType<Answer>, Parameters<Answer>>(
      async () => ({ text: ANSWER }),
    );
    const { send } = await serve(answer);

    await send();

    expect(answer.mock.calls).toEqual([
      [
        REQUEST,
        {
          caller: expect.objectContaining({ request: 'the request' }),
          signal: expect.objectContaining({ aborted: expect.any(Boolean) }),
          notify: expect.any(Function),
        },
      ],
    ]);
  });

  it('streams progress and then the answer', async () => {
    const { send } = await serve(async (_request, { notify }) => {
      notify(PROGRESS);
      notify({ ...PROGRESS, params: { ...PROGRESS.params, progress: 20 } });
      return { text: ANSWER };
    });

    const response = await send();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe(
      'no-cache, no-transform',
    );
    expect(await response.text()).toBe(
      [
        'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"a","progress":10,"message":"Still running, 10 s"}}\n\n',
        'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"a","progress":20,"message":"Still running, 10 s"}}\n\n',
        'event: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n',
      ].join(''),
    );
  });

  it('sends progress at once', async () => {
    const { answer, asked, end } = slowAnswer();
    const { send } = await serve(answer);
    const sent = send();
    (await asked()).notify(PROGRESS);

    const reader = (await sent).body!.getReader();
    const { value } = await reader.read();

    expect(new TextDecoder().decode(value)).toContain('"progress":10');
    end();
    while (!(await reader.read()).done);
  });

  it('streams comments, and then the answer, when that takes longer', async () => {
    const { answer, asked, end } = slowAnswer();
    const { send } = await serve(answer);
    const sent = send();
    await asked();

    jest.advanceTimersByTime(30_000);
    const response = await sent;
    end();

    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toBe(
      `${KEEP_ALIVE}${KEEP_ALIVE}event: message\ndata: ${ANSWER}\n\n`,
    );
  });

  it('answers JSON as long as no comment was needed', async () => {
    const { answer, asked, end } = slowAnswer();
    const { send } = await serve(answer);
    const sent = send();
    await asked();

    jest.advanceTimersByTime(14_999);
    end();

    expect(await (await sent).text()).toBe(ANSWER);
  });

  it.each([
    { as: 'JSON', answer: async () => ({ text: ANSWER }) },
    {
      as: 'a stream',
      answer: async (_: UsualRequest, { notify }: FastExchange) => {
        notify(PROGRESS);
        return { text: ANSWER };
      },
    },
  ])('keeps headers that were set before, as $as', async ({ answer }) => {
    const { send } = await serve(answer);

    expect((await send()).headers.get('mcp-test')).toBe('was set before');
  });

  it.each([
    { when: 'before anything was said', says: 0 },
    { when: 'in the middle of a stream', says: 1 },
  ])('writes nothing more to a client that leaves $when', async ({ says }) => {
    const { answer, asked, end } = slowAnswer();
    const { send, responses, thrown } = await serve(answer);
    const client = new AbortController();
    const sent = send({ signal: client.signal }).catch(() => {});
    const { signal, notify } = await asked();
    const [res] = responses;
    const write = jest.spyOn(res, 'write');
    const finish = jest.spyOn(res, 'end');
    if (says) {
      notify(PROGRESS);
      await sent;
    }

    client.abort();
    await until(() => signal.aborted);
    jest.advanceTimersByTime(60_000);
    end();
    await new Promise(setImmediate);

    expect(write).toHaveBeenCalledTimes(says);
    expect(finish).not.toHaveBeenCalled();
    expect(thrown).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('answers the next client after it told progress to one that left', async () => {
    const { answer, asked, end } = slowAnswer();
    const { send } = await serve(
      jest
        .fn<ReturnType<Answer>, Parameters<Answer>>()
        .mockImplementationOnce(answer)
        .mockImplementation(async () => ({ text: ANSWER })),
    );
    const client = new AbortController();
    const sent = send({ signal: client.signal }).catch(() => {});
    const { signal, notify } = await asked();
    client.abort();
    await until(() => signal.aborted);

    notify(PROGRESS);
    end();
    await sent;

    expect(await (await send()).text()).toBe(ANSWER);
  });

  it('leaves no timer behind', async () => {
    const { send, responses } = await serve(async () => ({ text: ANSWER }));
    await (await send()).text();
    await until(() => responses[0].closed);

    expect(jest.getTimerCount()).toBe(0);
  });

  it('passes on what is thrown before anything was said', async () => {
    const { send, thrown } = await serve(async () => {
      throw new Error('no answer');
    });

    expect((await send()).status).toBe(500);
    expect(thrown).toEqual([new Error('no answer')]);
  });
});
