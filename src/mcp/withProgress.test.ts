import { withProgress } from './withProgress';

/** A run that the test ends. */
function sampleRun() {
  let end: { resolve: (value: string) => void; reject: (e: Error) => void };
  const ended = new Promise<string>((resolve, reject) => {
    end = { resolve, reject };
  });
  return { run: () => ended, ...end! };
}

describe('withProgress', () => {
  const notify = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    notify.mockReset();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const progressTold = () =>
    notify.mock.calls.map(([{ params }]) => params.progress);

  it.each(['token', '', 7, 0])(
    'reports a running call to the token %p',
    async progressToken => {
      const { run } = sampleRun();
      void withProgress({ token: progressToken, notify }, run);

      await jest.advanceTimersByTimeAsync(10_000);

      expect(notify.mock.calls).toEqual([
        [
          {
            method: 'notifications/progress',
            params: {
              progressToken,
              progress: 10,
              message: 'Still running, 10 s',
            },
          },
        ],
      ]);
    },
  );

  // MCP, Progress: "The progress value MUST increase with each notification".
  it('increases the progress each time', async () => {
    const { run } = sampleRun();
    void withProgress({ token: 'a', notify }, run);

    await jest.advanceTimersByTimeAsync(45_000);

    expect(progressTold()).toEqual([10, 20, 30, 40]);
  });

  it('counts separately for each run', async () => {
    const { run } = sampleRun();
    void withProgress({ token: 'a', notify }, run);
    await jest.advanceTimersByTimeAsync(20_000);
    void withProgress({ token: 'b', notify }, run);
    await jest.advanceTimersByTimeAsync(10_000);

    expect(progressTold()).toEqual([10, 20, 30, 10]);
  });

  it('sends nothing to a client without a token', async () => {
    const { run, resolve } = sampleRun();
    const outcome = withProgress({ token: undefined, notify }, run);
    await jest.advanceTimersByTimeAsync(60_000);
    resolve('done');

    await expect(outcome).resolves.toBe('done');
    expect(notify).not.toHaveBeenCalled();
  });

  it('sends nothing for a quick run', async () => {
    const { run, resolve } = sampleRun();
    const outcome = withProgress({ token: 'a', notify }, run);
    await jest.advanceTimersByTimeAsync(9_999);
    resolve('done');

    await expect(outcome).resolves.toBe('done');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(notify).not.toHaveBeenCalled();
  });

  it('sends nothing after the end', async () => {
    const { run, resolve } = sampleRun();
    const outcome = withProgress({ token: 'a', notify }, run);
    await jest.advanceTimersByTimeAsync(10_000);
    resolve('done');
    await outcome;
    await jest.advanceTimersByTimeAsync(60_000);

    expect(progressTold()).toEqual([10]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('passes on a failure, and sends nothing after it', async () => {
    const { run, reject } = sampleRun();
    const outcome = withProgress({ token: 'a', notify }, run);
    reject(new Error('out of greetings'));

    await expect(outcome).rejects.toThrow('out of greetings');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer when a run throws synchronously', async () => {
    const outcome = withProgress({ token: 'a', notify }, () => {
      throw new Error('out of greetings');
    });

    await expect(outcome).rejects.toThrow('out of greetings');
    expect(jest.getTimerCount()).toBe(0);
  });
});
