import { remember } from './remember';

describe('remember', () => {
  it('creates a value once for all callers, also while it is being created', async () => {
    const memory = new Map<string, Promise<string>>();
    const make = jest.fn(async () => 'made');

    const made = await Promise.all([
      remember(memory, 'a', make),
      remember(memory, 'a', make),
    ]);

    expect([...made, await remember(memory, 'a', make)]).toEqual([
      'made',
      'made',
      'made',
    ]);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('creates one value per key', async () => {
    const memory = new Map<string, Promise<string>>();
    await remember(memory, 'a', async () => 'made for a');

    await expect(remember(memory, 'b', async () => 'made for b')).resolves.toBe(
      'made for b',
    );
  });

  it('rejects for all waiting callers on a failure, and tries again for the next one', async () => {
    const memory = new Map<string, Promise<string>>();
    const fail = async () => {
      throw new Error('not now');
    };

    const failed = await Promise.allSettled([
      remember(memory, 'a', fail),
      remember(memory, 'a', async () => 'not made'),
    ]);

    expect(failed.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    await expect(remember(memory, 'a', async () => 'made')).resolves.toBe(
      'made',
    );
  });

  it('uses the identity of an object as key', async () => {
    const memory = new WeakMap<object, Promise<string>>();
    const key = {};
    await remember(memory, key, async () => 'made');

    await expect(remember(memory, key, async () => 'again')).resolves.toBe(
      'made',
    );
    await expect(remember(memory, {}, async () => 'other')).resolves.toBe(
      'other',
    );
  });
});
