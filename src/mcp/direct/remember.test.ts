import { remember } from './remember';

describe('remember', () => {
  it('makes a value once for all who ask, even while it is being made', async () => {
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

  it('makes a value for each key', async () => {
    const memory = new Map<string, Promise<string>>();
    await remember(memory, 'a', async () => 'made for a');

    await expect(remember(memory, 'b', async () => 'made for b')).resolves.toBe(
      'made for b',
    );
  });

  it('tells all who wait of a failure, and makes the value for the next', async () => {
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

  it('remembers by the identity of an object', async () => {
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
