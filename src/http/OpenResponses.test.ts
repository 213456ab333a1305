import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { OpenResponses } from './OpenResponses';

/** A response that stays open until the test closes it. */
function sampleResponse() {
  const emitter = new EventEmitter();
  const close = () => emitter.emit('close');
  const destroy = jest.fn(close);
  const res = Object.assign(emitter, { destroy }) as unknown as Response;
  return { res, close, destroy };
}

/** Observes the response to a request with that method. */
function open(responses: OpenResponses, method = 'POST') {
  const sample = sampleResponse();
  const next = jest.fn();
  responses.observeArrival({ method } as Request, sample.res, () => {});
  responses.observe({ method } as Request, sample.res, next);
  return { ...sample, next };
}

/** Observes a request whose message has not arrived yet. */
function arrive(responses: OpenResponses, method = 'POST') {
  const sample = sampleResponse();
  const next = jest.fn();
  responses.observeArrival({ method } as Request, sample.res, next);
  return { ...sample, next };
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  await new Promise(setImmediate);
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe('OpenResponses', () => {
  it.each(['GET', 'POST', 'DELETE'])('passes a %s on', method => {
    const arriving = arrive(OpenResponses.create(), method);
    const arrived = open(OpenResponses.create(), method);

    expect(arriving.next.mock.calls).toEqual([[]]);
    expect(arrived.next.mock.calls).toEqual([[]]);
  });

  it('is closed when there was no response', async () => {
    await expect(OpenResponses.create().closed()).resolves.toBeUndefined();
  });

  it('is closed once all responses are', async () => {
    const responses = OpenResponses.create();
    const [one, other] = [open(responses), open(responses)];
    const closed = responses.closed();

    one.close();
    expect(await isSettled(closed)).toBe(false);
    other.close();

    expect(await isSettled(closed)).toBe(true);
  });

  it('does not wait for a response that has closed already', async () => {
    const responses = OpenResponses.create();
    open(responses).close();

    expect(await isSettled(responses.closed())).toBe(true);
  });

  // An HTTP+SSE stream never ends by itself.
  it('does not wait for a stream', async () => {
    const responses = OpenResponses.create();
    open(responses, 'GET');

    expect(await isSettled(responses.closed())).toBe(true);
  });

  it('does not wait for an unfinished upload', async () => {
    const responses = OpenResponses.create();
    arrive(responses);

    expect(await isSettled(responses.closed())).toBe(true);
  });

  it('destroys only unfinished uploads', () => {
    const responses = OpenResponses.create();
    const [upload, ended] = [arrive(responses), arrive(responses)];
    const others = [open(responses), open(responses, 'GET')];
    ended.close();

    responses.destroyArriving();

    expect(upload.destroy).toHaveBeenCalledTimes(1);
    [ended, ...others].forEach(({ destroy }) =>
      expect(destroy).not.toHaveBeenCalled(),
    );
  });

  it('destroys only open responses', async () => {
    const responses = OpenResponses.create();
    const stream = open(responses, 'GET');
    const [one, ended] = [open(responses), open(responses)];
    ended.close();
    const closed = responses.closed();

    responses.destroyAll();

    expect(one.destroy).toHaveBeenCalledTimes(1);
    expect(ended.destroy).not.toHaveBeenCalled();
    expect(stream.destroy).not.toHaveBeenCalled();
    expect(await isSettled(closed)).toBe(true);
  });
});
