import { ResponseError } from '@backstage/errors';
import { redactError, secretTexts, toRedactedJson } from './secrets';

describe('secretTexts', () => {
  it.each([
    'password',
    'PASSWORD',
    'dbPasswd',
    'passphrase',
    'pwd',
    'token',
    'githubToken',
    'access_token',
    'secret',
    'client-secret',
    'secrets',
    'apiKey',
    'api_key',
    'x-api-key',
    'accessKeyId',
    'privateKey',
    'credentials',
    'Authorization',
    'cookie',
  ])('finds those under %s', name => {
    expect(secretTexts({ [name]: 'hunter2', name: 'web' })).toEqual([
      'hunter2',
    ]);
  });

  it('finds them at any depth, longest first', () => {
    const args = {
      values: [{ password: 'hunter2' }],
      secrets: { a: { b: ['hunter22'] } },
      license: 'ABCD-EFGH',
    };

    expect(secretTexts(args, ['license'])).toEqual([
      'ABCD-EFGH',
      'hunter22',
      'hunter2',
    ]);
  });

  it.each([undefined, {}, { name: 'web' }, { token: 12 }, { token: 'abc' }])(
    'finds none in %j',
    args => {
      expect(secretTexts(args)).toEqual([]);
    },
  );
});

describe('toRedactedJson', () => {
  it('redacts values under a secret name, and other occurrences of them', () => {
    const value = {
      token: { value: 1 },
      license: 'ABCD',
      note: 'it is hunter2',
    };

    expect(
      toRedactedJson(value, { names: ['license'], texts: ['hunter2'] }),
    ).toBe(
      '{"token":"[redacted]","license":"[redacted]","note":"it is [redacted]"}',
    );
  });

  it('is undefined for values that JSON cannot represent', () => {
    expect(toRedactedJson(undefined, {})).toBeUndefined();
  });
});

describe('redactError', () => {
  const TEXTS = ['hun"ter2'];

  it('keeps the type of an error, and removes the texts everywhere in it', async () => {
    const cause = { name: 'InputError', message: 'Wrong: hun"ter2' };
    const error = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: cause,
          request: { method: 'POST', url: '/' },
          response: { statusCode: 400 },
        }),
        { status: 400, headers: { 'content-type': 'application/json' } },
      ) as never,
    );
    const redacted = redactError(error, TEXTS);

    expect(redacted).toBeInstanceOf(ResponseError);
    expect(redacted).toMatchObject({
      name: 'ResponseError',
      statusCode: 400,
      cause: { name: 'InputError', message: 'Wrong: [redacted]' },
      body: { error: { message: 'Wrong: [redacted]' } },
    });
    expect(`${redacted.stack}${JSON.stringify(redacted)}`).not.toContain('hun');
  });

  it('removes the texts from JSON inside a message', () => {
    const error = new Error(`[{"received":${JSON.stringify(TEXTS[0])}}]`);

    expect(redactError(error, TEXTS).message).toBe(
      '[{"received":"[redacted]"}]',
    );
  });

  it.each([undefined, null, 7, new Map()])('leaves %p alone', thrown => {
    expect(redactError(thrown, TEXTS)).toBe(thrown);
  });

  it('returns the error itself when there is nothing to remove', () => {
    const error = new Error('hun"ter2');

    expect(redactError(error, [])).toBe(error);
  });

  it('handles an error that is its own cause', () => {
    const error = new Error('hun"ter2');
    error.cause = error;

    expect(redactError(error, TEXTS).message).toBe('[redacted]');
  });
});
