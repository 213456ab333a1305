import { toErrorMeta } from './errorMeta';

describe('toErrorMeta', () => {
  it.each([
    ['InputError', 400, false],
    ['AuthenticationError', 401, false],
    ['NotAllowedError', 403, false],
    ['NotFoundError', 404, false],
    ['ConflictError', 409, false],
    ['NotModifiedError', 304, false],
    ['NotImplementedError', 501, false],
    ['ResponseError', 502, false],
    ['ServiceUnavailableError', 503, true],
  ])('says of %s: status %s, retryable %s', (name, status, retryable) => {
    expect(toErrorMeta({ name, message: 'because' })).toEqual({
      name,
      status,
      retryable,
    });
  });

  it('names the fields that were refused', () => {
    const cause = {
      name: 'ZodError',
      message: '[]',
      issues: [
        { path: ['tags', 0], message: 'Required', code: 'invalid_type' },
      ],
    };
    expect(
      toErrorMeta({ name: 'InputError', message: 'Invalid input', cause }),
    ).toMatchObject({ fields: [{ path: 'tags.0', message: 'Required' }] });
  });
});
