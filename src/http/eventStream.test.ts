import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { EVENT_STREAM_HEADERS, keepAlive, toEvent } from './eventStream';

/** A response that keeps what is written to it. */
function sampleResponse() {
  const written: string[] = [];
  const emitter = Object.assign(new EventEmitter(), {
    write: (text: string) => written.push(text),
    writableEnded: false,
  });
  return {
    res: emitter as unknown as Response,
    written,
    end: () => {
      emitter.writableEnded = true;
    },
    close: () => emitter.emit('close'),
  };
}

describe('EVENT_STREAM_HEADERS', () => {
  it('prevent proxies and compression from buffering events', () => {
    expect(EVENT_STREAM_HEADERS).toEqual({
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      Connection: 'keep-alive',
      'X-Accel-Buffering': 'no',
    });
  });
});

describe('keepAlive', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('writes a comment every 15 s', () => {
    const { res, written } = sampleResponse();
    keepAlive(res);

    jest.advanceTimersByTime(14_999);
    expect(written).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(written).toEqual([': keep-alive\n\n']);
    jest.advanceTimersByTime(30_000);
    expect(written).toHaveLength(3);
  });

  it('runs the callback before each comment', () => {
    const { res, written } = sampleResponse();
    keepAlive(res, () => written.push('before'));

    jest.advanceTimersByTime(30_000);

    expect(written).toEqual([
      'before',
      ': keep-alive\n\n',
      'before',
      ': keep-alive\n\n',
    ]);
  });

  it('writes nothing to a response that has ended but not closed', () => {
    const { res, written, end } = sampleResponse();
    keepAlive(res, () => written.push('before'));

    end();
    jest.advanceTimersByTime(60_000);

    expect(written).toEqual([]);
  });

  it('ends when the response closes', () => {
    const { res, written, close } = sampleResponse();
    keepAlive(res);
    jest.advanceTimersByTime(15_000);

    close();
    jest.advanceTimersByTime(60_000);

    expect(written).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('toEvent', () => {
  it.each(['{"jsonrpc":"2.0"}', '{"text":"a\\nb\u2028c"}'])(
    'formats the message %j as one event',
    message => {
      expect(toEvent(message)).toBe(`event: message\ndata: ${message}\n\n`);
    },
  );
});
