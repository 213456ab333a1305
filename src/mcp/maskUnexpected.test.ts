import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthenticationError,
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ProtocolError } from '@modelcontextprotocol/server';
import { maskUnexpected } from './maskUnexpected';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Returns what the client gets and what is logged for a thrown value. */
function mask(thrown: unknown) {
  const logger = mockServices.logger.mock();
  const { error, text } = maskUnexpected(thrown, {
    method: 'tools/call',
    logger,
  });
  return { toClient: error, text, logged: logger.error.mock.calls };
}

/** A circular chain of causes, as a bug may create one. */
function errorThatCausesItself(): Error {
  const error = new Error('chicken');
  error.cause = new Error('egg', { cause: error });
  return error;
}

describe('maskUnexpected', () => {
  it('logs the reason without hidden characters or other properties', () => {
    const reason = Object.assign(new Error('a\nerror: b\u202E'), {
      body: 'secret',
    });

    const { logged } = mask(reason);

    const [[text, error]] = logged;
    expect(text).toMatch(/: Error: a error: b\uFFFD$/);
    expect(error).toEqual(new Error('a error: b\uFFFD'));
    expect(error).not.toHaveProperty('body');
  });

  it('passes a ProtocolError on, and logs nothing', () => {
    const refusal = new ProtocolError(-32602, 'Unknown tool: greet');

    const { toClient, logged } = mask(refusal);

    expect(toClient).toBe(refusal);
    expect(logged).toEqual([]);
  });

  it.each([
    {
      name: 'InputError',
      thrown: new InputError('No such name'),
      code: -32602,
    },
    {
      name: 'NotAllowedError',
      thrown: new NotAllowedError('No such name'),
      code: -32600,
    },
    {
      name: 'ServiceUnavailableError',
      thrown: new ServiceUnavailableError('No such name'),
      code: -32603,
    },
    {
      name: 'an error with that name from another copy of the package',
      thrown: Object.assign(new Error('No such name'), {
        name: 'NotAllowedError',
      }),
      code: -32600,
    },
  ])(
    'sends the client the message of $name, and logs nothing',
    ({ thrown, code }) => {
      const { toClient, text, logged } = mask(thrown);

      expect(toClient).toBeInstanceOf(ProtocolError);
      expect(toClient.code).toBe(code);
      expect(toClient.message).toBe('No such name');
      expect(text).toMatch(/^\w+Error: No such name$/);
      expect(toClient.cause).toBeUndefined();
      expect(logged).toEqual([]);
    },
  );

  it.each([
    { kind: 'an error', thrown: new Error('connect ECONNREFUSED 10.0.0.7') },
    {
      kind: 'an error whose name every object inherits',
      thrown: Object.assign(new Error('connect ECONNREFUSED 10.0.0.7'), {
        name: 'toString',
      }),
    },
    {
      kind: 'an error of another kind',
      thrown: new AuthenticationError('connect ECONNREFUSED 10.0.0.7'),
    },
    { kind: 'a string', thrown: 'connect ECONNREFUSED 10.0.0.7' },
    { kind: 'undefined', thrown: undefined },
    { kind: 'an error that is its own cause', thrown: errorThatCausesItself() },
  ])('sends the client only a reference for $kind', ({ thrown }) => {
    const { toClient } = mask(thrown);

    expect(toClient).toBeInstanceOf(ProtocolError);
    expect(toClient.code).toBe(-32603);
    expect(toClient.message).toMatch(
      new RegExp(
        `^Internal error\\. The server's log has the reason, under reference ${UUID}$`,
      ),
    );
  });

  it('gives the client the reference and nothing else of the error', () => {
    const { toClient } = mask(new Error('connect ECONNREFUSED'));

    expect(toClient.data).toEqual({
      reference: expect.stringMatching(new RegExp(`^${UUID}$`)),
    });
    expect(toClient.cause).toBeUndefined();
  });

  it('logs the reference that the client gets', () => {
    const { toClient, logged } = mask(new Error('connect ECONNREFUSED'));

    const [reference] = toClient.message.match(new RegExp(UUID))!;
    expect(logged).toEqual([
      [
        `tools/call failed, reference ${reference}: Error: connect ECONNREFUSED`,
        new Error('connect ECONNREFUSED'),
      ],
    ]);
  });

  it('creates a new reference for each failure', () => {
    const one = mask(new Error('connect ECONNREFUSED'));
    const other = mask(new Error('connect ECONNREFUSED'));

    expect(one.toClient.message).not.toBe(other.toClient.message);
  });

  it.each([
    {
      kind: 'each cause',
      thrown: new Error('Request failed with 500', {
        cause: new TypeError('no greeting', {
          cause: new Error('connect ECONNREFUSED'),
        }),
      }),
      reason:
        'Error: Request failed with 500; caused by TypeError: no greeting; caused by Error: connect ECONNREFUSED',
    },
    {
      kind: 'an object that is shaped like an error',
      thrown: { name: 'DatabaseError', message: 'relation is missing' },
      reason: 'DatabaseError: relation is missing',
    },
    {
      kind: 'a string',
      thrown: 'out of greetings',
      reason: "unknown error 'out of greetings'",
    },
    {
      kind: 'undefined',
      thrown: undefined,
      reason: "unknown error 'undefined'",
    },
  ])('logs $kind', ({ thrown, reason }) => {
    const { logged } = mask(thrown);

    expect(String(logged[0][0]).replace(new RegExp(UUID), '<reference>')).toBe(
      `tools/call failed, reference <reference>: ${reason}`,
    );
  });

  it('logs at most ten errors of a circular chain', () => {
    const { logged } = mask(errorThatCausesItself());

    expect(String(logged[0][0]).match(/chicken|egg/g)).toHaveLength(10);
  });
});
