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
  ])('are those below %s', name => {
    expect(secretTexts({ [name]: 'hunter2', name: 'web' })).toEqual([
      'hunter2',
    ]);
  });

  it('are found at any depth, longest first', () => {
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
    'are none in %j',
    args => {
      expect(secretTexts(args)).toEqual([]);
    },
  );
});

describe('toRedactedJson', () => {
  it('leaves out what stands below a name, and what repeats a text', () => {
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

  it('is undefined for what JSON does not have', () => {
    expect(toRedactedJson(undefined, {})).toBeUndefined();
  });
});

describe('redactError', () => {
  const TEXTS = ['hun"ter2'];

  it('keeps what an error is, and takes the texts out of all of it', async () => {
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

  it('takes out what JSON in a message has', () => {
    const error = new Error(`[{"received":${JSON.stringify(TEXTS[0])}}]`);

    expect(redactError(error, TEXTS).message).toBe(
      '[{"received":"[redacted]"}]',
    );
  });

  it.each([undefined, null, 7, new Map()])('leaves %p alone', thrown => {
    expect(redactError(thrown, TEXTS)).toBe(thrown);
  });

  it('is the error itself when there is nothing to take out', () => {
    const error = new Error('hun"ter2');

    expect(redactError(error, [])).toBe(error);
  });

  it('ends on an error that causes itself', () => {
    const error = new Error('hun"ter2');
    error.cause = error;

    expect(redactError(error, TEXTS).message).toBe('[redacted]');
  });
});
