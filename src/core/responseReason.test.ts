import type { ErrorLike } from '@backstage/errors';
import fc from 'fast-check';
import { responseReason } from './responseReason';

const read = (message: string, given: object = {}) =>
  responseReason({ name: 'Error', message, ...given } as ErrorLike);

/** As `ScaffolderClient` throws them, with the responses of the scaffolder. */
const scaffolder = (status: string, body: object) =>
  `Backend request failed, ${status} ${JSON.stringify(body)}`;

describe('responseReason', () => {
  it.each<[string, string, string]>([
    [
      'a missing parameter of a template',
      scaffolder('400 Bad Request', {
        errors: [
          {
            path: [],
            property: 'instance',
            message: 'requires property "repoUrl"',
            schema: { type: 'object', required: ['repoUrl'] },
            instance: {},
            name: 'required',
            argument: 'repoUrl',
            stack: 'instance requires property "repoUrl"',
          },
        ],
      }),
      'InputError: requires property "repoUrl"',
    ],
    [
      'several malformed parameters of a template',
      scaffolder('400 Bad Request', {
        errors: [
          { property: 'instance.owner', message: 'is not of a type(s) string' },
          { property: 'instance', message: 'requires property "repoUrl"' },
        ],
      }),
      'InputError: owner is not of a type(s) string; requires property "repoUrl"',
    ],
    [
      'an unknown template',
      scaffolder('404 Not Found', {
        error: {
          name: 'NotFoundError',
          message: 'Template template:default/nope not found',
        },
        request: { method: 'POST', url: '/v2/tasks' },
        response: { statusCode: 404 },
      }),
      'NotFoundError: Template template:default/nope not found',
    ],
    [
      'a task that is not allowed',
      scaffolder('403 Forbidden', {
        error: { name: 'NotAllowedError', message: 'Unauthorized' },
      }),
      'NotAllowedError: Unauthorized',
    ],
    [
      'a refusal without a message',
      scaffolder('403 Forbidden', {
        error: { name: 'NotAllowedError', message: '' },
      }),
      'NotAllowedError: Permission denied. Ask the operators of the portal for access',
    ],
    [
      'an error of OAuth',
      'Token exchange failed: 400 Bad Request {"error":"invalid_grant"}',
      'InputError: invalid_grant',
    ],
    [
      'problem details',
      'Request failed with status 409 Conflict, {"title":"Build runs","detail":"Build 7 runs"}',
      'ConflictError: Build 7 runs',
    ],
    [
      'a sentence',
      'Request failed with status 422 Unprocessable Entity, name is taken',
      'ResponseError: name is taken',
    ],
    [
      'a page',
      'Request failed with status 404 Not Found, <html>nginx/1.2 at build-7</html>',
      'NotFoundError: 404 Not Found',
    ],
    [
      'an address, which is of no use',
      'GET http://forge:8080/api failed, 404 Not Found: http://forge:8080/api',
      'NotFoundError: …',
    ],
    [
      'nothing',
      'Request failed with status code 401',
      'AuthenticationError: 401 Unauthorized',
    ],
    [
      'broken JSON',
      'failed, 400 Bad Request {"errors":[',
      'InputError: 400 Bad Request',
    ],
    [
      'a sentence with a digit at the end',
      'Backend request failed, 404 Not Found: no task with id 5',
      'NotFoundError: no task with id 5',
    ],
    [
      'a sentence with a number at the end, after a bare status',
      'Request failed with status 409: version is 12',
      'ConflictError: version is 12',
    ],
    [
      'a sentence before JSON without a reason',
      'failed, 404 Not Found: no task\n{"taskId":5}',
      'NotFoundError: no task',
    ],
    [
      'JSON without a reason',
      'failed, 404 Not Found {"taskId":5,"message":""}',
      'NotFoundError: 404 Not Found',
    ],
  ])('returns a readable text for %s', (_, message, words) => {
    expect(read(message)?.message).toBe(words);
  });

  it('lists at most twenty reasons', () => {
    const errors = Array.from({ length: 2_500 }, (_, n) => `wrong ${n}`);
    const { message } = read(scaffolder('400 Bad Request', { errors }))!;
    expect(message).toMatch(/; wrong 19; and 2,480 more$/);
  });

  it('searches the first 1,000 characters of a sentence for addresses', () => {
    const addresses = 'http://a '.repeat(20_000);
    const { message } = read(`failed, 404 Not Found: ${addresses}`)!;
    expect(message.match(/…/g)).toHaveLength(Math.floor(1_000 / 9));
  });

  it('removes an address after a word of any length', () => {
    const word = fc.integer({ min: 1, max: 400 }).map(n => 'w'.repeat(n));
    fc.assert(
      fc.property(word, scheme => {
        const { message } = read(`failed, 404 Not Found: ${scheme}://forge`)!;
        expect(message).toMatch(/^NotFoundError: w*…$/);
      }),
      { seed: 12, numRuns: 100 },
    );
  });

  it.each([
    ['a status', `${' '.repeat(65_536)}404 Not Found`, undefined],
    [
      'JSON',
      scaffolder('404 Not Found', { error: 'x'.repeat(65_536) }),
      'NotFoundError: 404 Not Found',
    ],
  ])('reads no %s beyond 65,536 characters', (_, message, words) => {
    expect(read(message)?.message).toBe(words);
  });

  it('returns the status of the innermost response', () => {
    const inner = {
      name: 'ResponseError',
      message: 'Request failed with 404 Not Found',
      statusCode: 404,
      cause: { name: 'Error', message: 'No such build' },
    };
    expect(
      read('Request failed', {
        name: 'ResponseError',
        statusCode: 500,
        cause: inner,
      }),
    ).toEqual({ status: 404, message: 'NotFoundError: No such build' });
  });

  it.each([
    'connect ECONNREFUSED 10.0.0.7:404',
    'out of memory at 404',
    'relation "status" is missing, row 400',
    'You have 409 unread messages',
    '4040 Not Found',
  ])('finds no response in %p', message => {
    expect(read(message)).toBeUndefined();
  });

  it('distinguishes a failure of the other side', () => {
    expect(read('failed, 502 Bad Gateway')?.status).toBe(502);
  });

  it('reads any body', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json({ maxDepth: 3 }), fc.string()), body => {
        expect(read(`failed, 400 Bad Request ${body}`)).toEqual({
          status: 400,
          message: expect.stringMatching(/^InputError: ./s),
        });
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});
