import { ForwardedError, NotFoundError } from '@backstage/errors';
import fc from 'fast-check';
import { toLoggableError } from './toLoggableError';

describe('toLoggableError', () => {
  it('keeps name, message, frames and causes', () => {
    const cause = new TypeError('rows is undefined');
    const error = new ForwardedError('No list', cause);

    const plain = toLoggableError(error);

    expect(plain).toBeInstanceOf(Error);
    expect(plain.name).toBe(error.name);
    expect(plain.message).toBe(error.message);
    expect(plain.stack).toMatch(/^TypeError: No list; caused by .*\n {4}at /);
    expect(plain.cause).toMatchObject({ message: 'rows is undefined' });
  });

  it('leaves out other properties of an error', () => {
    const error = Object.assign(new Error('Bad JSON'), { body: 'secret' });

    expect(Object.keys(toLoggableError(error))).toEqual(['name']);
  });

  it('accepts objects that only look like an error', () => {
    const plain = toLoggableError({
      name: 'TimeoutError',
      message: 'Too late',
    });

    expect(plain.stack).toBe('TimeoutError: Too late');
  });

  it('prints the frames of an error without a message once', () => {
    expect(toLoggableError(new TypeError()).stack).toMatch(
      /^TypeError: \n {4}at /,
    );
  });

  it('bounds a circular chain of causes', () => {
    const error = new Error('loop');
    error.cause = error;

    let depth = 0;
    for (let e: unknown = toLoggableError(error); e; e = (e as Error).cause) {
      depth += 1;
    }

    expect(depth).toBe(11);
  });

  it('keeps a message from forging log lines', () => {
    const message = fc.array(
      fc.constantFrom('a', '\n', '\r', '\u2028', '\u202e', '\u001b[2K', '$&'),
      { maxLength: 6_000 },
    );
    fc.assert(
      fc.property(message, parts => {
        const plain = toLoggableError(new NotFoundError(parts.join('')));
        expect(plain.message).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
        expect(plain.message.length).toBeLessThanOrEqual(4_096);
        expect(plain.stack!.split('\n').slice(1).join('\n')).toMatch(
          /^ {4}at |^$/,
        );
      }),
      { numRuns: 100, seed: 21 },
    );
  });
});
