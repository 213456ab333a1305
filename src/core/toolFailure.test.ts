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
import { type ToolFailureOptions, toToolFailure } from './toolFailure';

/**
 * The response of a plugin's error handler, as the Actions Service throws it.
 */
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

function failureOf(thrown: unknown, given: Partial<ToolFailureOptions> = {}) {
  return toToolFailure(thrown, {
    actionId: 'greeter:greet',
    showsUnknown: false,
    ...given,
  });
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
    // The platform's own 304 has no body, see below.
    { name: 'NotModifiedError', status: 500, ErrorClass: NotModifiedError },
  ])('$name', ({ name, status, ErrorClass }) => {
    it('is readable when thrown', () => {
      expect(failureOf(new ErrorClass('the reason')).message).toBe(
        `${name}: the reason`,
      );
    });

    it('is readable inside a ForwardedError', () => {
      const thrown = new ForwardedError(
        'Could not greet',
        new ErrorClass('the reason'),
      );

      expect(failureOf(thrown).message).toBe(
        `${name}: Could not greet; caused by ${name}: the reason`,
      );
    });

    it('is readable behind a response of the platform', async () => {
      const thrown = await platformError(status, {
        name,
        message: 'the reason',
      });

      expect(failureOf(thrown).message).toBe(`${name}: the reason`);
    });

    it('is readable behind a response that the action forwards', async () => {
      const thrown = await platformError(500, {
        name: 'ResponseError',
        message: `Request failed with ${status}`,
        cause: { name, message: 'the reason' },
      });

      expect(failureOf(thrown).message).toBe(`${name}: the reason`);
    });
  });

  it('reads a 304 as a NotModifiedError', async () => {
    const thrown = await ResponseError.fromResponse(
      new Response(null, { status: 304 }),
    );

    expect(failureOf(thrown).message).toBe(
      'NotModifiedError: The action reports that nothing was modified',
    );
  });

  it('reads a forwarded response without a known reason', async () => {
    const thrown = await platformError(500, {
      name: 'ResponseError',
      message: 'Request failed with 502 Bad Gateway',
      cause: { name: 'Error', message: 'connect ECONNREFUSED 10.0.0.7:5432' },
    });

    expect(failureOf(thrown).message).toBe(
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

    expect(failureOf(thrown).message).toBe('ConflictError: greeted already');
  });

  it('reads an object that is shaped like a known error', () => {
    expect(
      failureOf({ name: 'ConflictError', message: 'greeted already' }).message,
    ).toBe('ConflictError: greeted already');
  });

  it('keeps the error that the action raised for the log', async () => {
    const thrown = await platformError(404, {
      name: 'NotFoundError',
      message: 'no such entity',
    });

    expect(failureOf(thrown).error).toBe(thrown.cause);
  });

  it.each([
    [
      new NotAllowedError(),
      'NotAllowedError: Permission denied. Ask the operators of the portal for access',
    ],
    [new NotFoundError(''), 'NotFoundError: No reason given'],
    [new ServiceUnavailableError(), 'ServiceUnavailableError: No reason given'],
  ])(
    'gives a reason for an error without a message: %s',
    async (error, message) => {
      expect(failureOf(error).message).toBe(message);
      const { name } = error;
      const behind = await platformError(403, { name, message: '' });
      expect(failureOf(behind).message).toBe(message);
    },
  );

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
    expect(thrownBy(() => failureOf(value))).toBe(value);
  });

  it.each([
    { error: { name: 'Error', message: 'connect ECONNREFUSED' } },
    { error: { name: 'TypeError', message: 'x is not a function' } },
    { error: { name: 'DatabaseError', message: 'relation is missing' } },
  ])('throws a response about $error.name as it is', async ({ error }) => {
    const thrown = await platformError(500, error);

    expect(thrownBy(() => failureOf(thrown))).toBe(thrown);
  });

  it('throws a response that is not JSON as it is', async () => {
    const thrown = await ResponseError.fromResponse(
      new Response('<h1>Bad Gateway</h1>', { status: 502 }),
    );

    expect(thrownBy(() => failureOf(thrown))).toBe(thrown);
  });

  describe('for what the Actions Registry refuses', () => {
    const issues = [
      { code: 'invalid_type', path: ['name'], message: 'Required' },
    ];
    const refused = (summary: string, given: JsonObject = { issues }) =>
      platformError(400, {
        name: 'InputError',
        message: `${summary}; caused by ZodError: [\n  …\n]`,
        cause: { name: 'ZodError', message: '[]', ...given },
      });

    it('says which arguments are wrong, and that the action did not run', async () => {
      const thrown = await refused('Invalid input to action "greeter:greet"');

      expect(failureOf(thrown)).toMatchObject({
        message:
          'InputError: Invalid input to action "greeter:greet"\n- name: Required',
        isInputRefused: true,
      });
    });

    it('says that the tool ran when its output is lost', async () => {
      const thrown = await refused(
        'Invalid output from action "greeter:greet"',
      );
      const failure = failureOf(thrown);

      expect(failure.message).toMatch(
        /^The tool ran, but its answer is lost: .*\n- name: Required$/,
      );
      expect(failure).not.toHaveProperty('isInputRefused');
    });

    it.each<[string, () => Promise<Error>]>([
      [
        'has the same message without issues',
        () => refused('Invalid input to action "greeter:greet"', {}),
      ],
      [
        'is about another action that this one called',
        () => refused('Invalid input to action "greeter:wave"'),
      ],
      [
        'is about this action when it called itself',
        async () =>
          platformError(500, {
            name: 'ResponseError',
            message: 'Request failed with 400',
            statusCode: 400,
            cause: (await refused('Invalid input to action "greeter:greet"'))
              .body.error as never,
          }),
      ],
    ])('assumes that the action ran if the error %s', async (_, raise) => {
      const failure = failureOf(await raise());

      expect(failure.message).toMatch(/^InputError: Invalid input to action/);
      expect(failure).not.toHaveProperty('isInputRefused');
    });
  });

  describe('for a response that refused the request', () => {
    const said = 'Request failed with status 400 Bad Request, ';

    it.each<[string, Error, string]>([
      [
        'in a plain error',
        new Error(
          'Backend request failed, 404 Not Found {"error":"No such build"}',
        ),
        'NotFoundError: No such build',
      ],
      [
        'in the response of the platform',
        Object.assign(new Error(`${said}{"message":"No kind"}`), {
          name: 'TypeError',
        }),
        'InputError: No kind',
      ],
    ])('%s is readable', async (_, thrown, message) => {
      expect(failureOf(thrown).message).toBe(message);
      const sent = await platformError(500, {
        name: thrown.name,
        message: thrown.message,
      });
      expect(failureOf(sent).message).toBe(message);
    });

    it('is readable behind the response that the action forwards', async () => {
      const thrown = await platformError(500, {
        name: 'ResponseError',
        message: 'Request failed with 400 Bad Request',
        statusCode: 400,
        cause: { name: 'Error', message: `${said}{"errors":["No kind"]}` },
      });

      expect(failureOf(thrown).message).toBe('InputError: No kind');
    });

    it('is readable when the plugin itself refuses it', async () => {
      const thrown = await platformError(413, {
        name: 'PayloadTooLargeError',
        message: 'request entity too large',
      });

      expect(failureOf(thrown).message).toBe(
        'PayloadTooLargeError: request entity too large',
      );
    });

    it('keeps the true reason for the log', async () => {
      const message =
        'Backend request failed, 404 Not Found at http://tasks:7007';
      const thrown = await platformError(500, { name: 'Error', message });

      expect(failureOf(thrown).error.message).toBe(message);
    });
  });

  it.each([
    ['an Error', { name: 'Error', message: 'Metadata too large' }],
    ['a TypeError', { name: 'TypeError', message: 'Metadata too large' }],
  ])('shows %s if the operator allows it', async (_, error) => {
    const thrown = await platformError(500, error);

    expect(failureOf(thrown, { showsUnknown: true }).message).toBe(
      `${error.name}: Metadata too large`,
    );
  });

  it('shows the readable text of a failed response if the operator allows it', async () => {
    const thrown = await platformError(500, {
      name: 'Error',
      message:
        'Backend request failed, 500 Internal Server Error {"error":{"name":"TypeError","message":"No entity reference"}}',
    });

    expect(thrownBy(() => failureOf(thrown))).toBe(thrown);
    expect(failureOf(thrown, { showsUnknown: true }).message).toBe(
      'ResponseError: No entity reference',
    );
  });

  it('limits the text, and removes invisible characters', () => {
    const thrown = new NotFoundError(
      `No\u001b[31m team\u202e ${'x'.repeat(1e6)}`,
    );
    const { message } = failureOf(thrown);

    expect(message).toMatch(/^NotFoundError: No\[31m team x+ …$/);
    expect(message).toHaveLength(4_096);
  });
});
