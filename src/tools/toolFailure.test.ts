import {
  AuthenticationError,
  ConflictError,
  ForwardedError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotImplementedError,
  NotModifiedError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { toToolFailure } from './toolFailure';

/** What a plugin's error handler answers, as the Actions Service throws it. */
async function platformError(
  status: number,
  error: JsonObject,
): Promise<ResponseError> {
  const body = JSON.stringify({
    error,
    request: { method: 'POST', url: '/.backstage/actions/v1/actions' },
    response: { statusCode: status },
  });
  return ResponseError.fromResponse(
    new Response(body, {
      status,
      headers: { 'content-type': 'application/json' },
    }),
  );
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

describe('toToolFailure', () => {
  describe.each([
    { name: 'InputError', status: 400, ErrorClass: InputError },
    {
      name: 'AuthenticationError',
      status: 401,
      ErrorClass: AuthenticationError,
    },
    { name: 'NotAllowedError', status: 403, ErrorClass: NotAllowedError },
    { name: 'NotFoundError', status: 404, ErrorClass: NotFoundError },
    { name: 'ConflictError', status: 409, ErrorClass: ConflictError },
    {
      name: 'NotImplementedError',
      status: 501,
      ErrorClass: NotImplementedError,
    },
    {
      name: 'ServiceUnavailableError',
      status: 503,
      ErrorClass: ServiceUnavailableError,
    },
    // The platform's own 304 has no body: see below.
    { name: 'NotModifiedError', status: 500, ErrorClass: NotModifiedError },
  ])('$name', ({ name, status, ErrorClass }) => {
    it('is readable when thrown', () => {
      expect(toToolFailure(new ErrorClass('the reason')).message).toBe(
        `${name}: the reason`,
      );
    });

    it('is readable inside a ForwardedError', () => {
      const thrown = new ForwardedError(
        'Could not greet',
        new ErrorClass('the reason'),
      );

      expect(toToolFailure(thrown).message).toBe(
        `${name}: Could not greet; caused by ${name}: the reason`,
      );
    });

    it('is readable behind a response of the platform', async () => {
      const thrown = await platformError(status, {
        name,
        message: 'the reason',
      });

      expect(toToolFailure(thrown).message).toBe(`${name}: the reason`);
    });

    it('is readable behind a response that the action forwards', async () => {
      const thrown = await platformError(500, {
        name: 'ResponseError',
        message: `Request failed with ${status}`,
        cause: { name, message: 'the reason' },
      });

      expect(toToolFailure(thrown).message).toBe(`${name}: the reason`);
    });
  });

  it('reads a 304 as a NotModifiedError', async () => {
    const thrown = await ResponseError.fromResponse(
      new Response(null, { status: 304 }),
    );

    expect(toToolFailure(thrown).message).toBe(
      'NotModifiedError: The action reports that nothing was modified',
    );
  });

  it('reads a response that the action forwards for no known reason', async () => {
    const thrown = await platformError(500, {
      name: 'ResponseError',
      message: 'Request failed with 502 Bad Gateway',
      cause: { name: 'Error', message: 'connect ECONNREFUSED 10.0.0.7:5432' },
    });

    expect(toToolFailure(thrown).message).toBe(
      'ResponseError: Request failed with 502 Bad Gateway',
    );
  });

  it('reads the innermost of several responses', async () => {
    const thrown = await platformError(500, {
      name: 'ResponseError',
      message: 'Request failed with 500',
      cause: {
        name: 'ResponseError',
        message: 'Request failed with 409',
        cause: { name: 'ConflictError', message: 'greeted already' },
      },
    });

    expect(toToolFailure(thrown).message).toBe(
      'ConflictError: greeted already',
    );
  });

  it('reads an object that is shaped like a known error', () => {
    expect(
      toToolFailure({ name: 'ConflictError', message: 'greeted already' })
        .message,
    ).toBe('ConflictError: greeted already');
  });

  it('keeps the error that the action raised for the log', async () => {
    const thrown = await platformError(404, {
      name: 'NotFoundError',
      message: 'no such entity',
    });

    expect(toToolFailure(thrown).error).toBe(thrown.cause);
  });

  it.each([
    { kind: 'an Error', value: new Error('connect ECONNREFUSED') },
    { kind: 'a TypeError', value: new TypeError('x is not a function') },
    {
      kind: 'a ForwardedError about an Error',
      value: new ForwardedError('Could not greet', new Error('ECONNREFUSED')),
    },
    {
      kind: 'a known error as the cause of an Error',
      value: new Error('failed', { cause: new NotFoundError('no entity') }),
    },
    { kind: 'a string', value: 'NotFoundError: no entity' },
    { kind: 'undefined', value: undefined },
    { kind: 'null', value: null },
  ])('throws $kind as it is', ({ value }) => {
    expect(thrownBy(() => toToolFailure(value))).toBe(value);
  });

  it.each([
    { error: { name: 'Error', message: 'connect ECONNREFUSED' } },
    { error: { name: 'TypeError', message: 'x is not a function' } },
    { error: { name: 'DatabaseError', message: 'relation is missing' } },
  ])('throws a response about $error.name as it is', async ({ error }) => {
    const thrown = await platformError(500, error);

    expect(thrownBy(() => toToolFailure(thrown))).toBe(thrown);
  });

  it('throws a response that is no JSON as it is', async () => {
    const thrown = await ResponseError.fromResponse(
      new Response('<h1>Bad Gateway</h1>', { status: 502 }),
    );

    expect(thrownBy(() => toToolFailure(thrown))).toBe(thrown);
  });
});
