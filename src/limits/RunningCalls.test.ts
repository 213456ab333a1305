import { RunningCalls } from './RunningCalls';

/** A run that ends when it is told to. */
function sampleRun() {
  let resolve: () => void;
  let reject: (error: Error) => void;
  const ended = new Promise<void>((onEnd, onFailure) => {
    resolve = onEnd;
    reject = onFailure;
  });
  return { run: () => ended, resolve: resolve!, reject: reject! };
}

/** Whether the promise is settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  await new Promise(setImmediate);
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe('RunningCalls', () => {
  it('counts a run from the moment it starts', () => {
    const running = RunningCalls.create();

    void running.track('jane', sampleRun().run);
    void running.track('jane', sampleRun().run);

    expect(running.of('jane')).toBe(2);
  });

  it.each(['ravi', '__proto__', ''])('counts nothing for %p', principal => {
    const running = RunningCalls.create();
    void running.track('jane', sampleRun().run);

    expect(running.of(principal)).toBe(0);
  });

  it('gives what the run gives', async () => {
    const running = RunningCalls.create();

    await expect(running.track('jane', async () => 'Hi')).resolves.toBe('Hi');
  });

  it('counts no more when the run has ended', async () => {
    const running = RunningCalls.create();
    const one = sampleRun();
    const tracked = running.track('jane', one.run);
    void running.track('jane', sampleRun().run);
    one.resolve();
    await tracked;

    expect(running.of('jane')).toBe(1);
  });

  it.each([
    {
      how: 'fails',
      run: async () => {
        throw new Error('out of greetings');
      },
    },
    {
      how: 'throws at once',
      run: () => {
        throw new Error('out of greetings');
      },
    },
  ])('counts no more when the run $how', async ({ run }) => {
    const running = RunningCalls.create();

    await expect(running.track('jane', run)).rejects.toThrow(
      'out of greetings',
    );
    expect(running.of('jane')).toBe(0);
  });

  it('has ended when nothing ran', async () => {
    await expect(RunningCalls.create().ended()).resolves.toBeUndefined();
  });

  it('has ended once the last run has, whoever runs it', async () => {
    const running = RunningCalls.create();
    const [one, other] = [sampleRun(), sampleRun()];
    void running.track('jane', one.run);
    running.track('ravi', other.run).catch(() => {});
    const ended = [running.ended(), running.ended()];

    one.resolve();
    expect(await isSettled(Promise.race(ended))).toBe(false);
    other.reject(new Error('out of greetings'));

    await expect(Promise.all(ended)).resolves.toEqual([undefined, undefined]);
  });

  it('waits for a run that begins the moment that the last one ends', async () => {
    const running = RunningCalls.create();
    const [one, next] = [sampleRun(), sampleRun()];
    void running.track('jane', one.run);
    const ended = running.ended();
    void one.run().then(() => running.track('jane', next.run));

    one.resolve();
    expect(await isSettled(ended)).toBe(false);
    next.resolve();

    expect(await isSettled(ended)).toBe(true);
  });
});
