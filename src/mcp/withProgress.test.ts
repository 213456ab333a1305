import { withProgress } from './withProgress';

/** Ends when it is told to. */
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
    'tells the token %p what still runs',
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
  it('tells more progress each time', async () => {
    const { run } = sampleRun();
    void withProgress({ token: 'a', notify }, run);

    await jest.advanceTimersByTimeAsync(45_000);

    expect(progressTold()).toEqual([10, 20, 30, 40]);
  });

  it('counts for each run of its own', async () => {
    const { run } = sampleRun();
    void withProgress({ token: 'a', notify }, run);
    await jest.advanceTimersByTimeAsync(20_000);
    void withProgress({ token: 'b', notify }, run);
    await jest.advanceTimersByTimeAsync(10_000);

    expect(progressTold()).toEqual([10, 20, 30, 10]);
  });

  it('says nothing to a client that gave no token', async () => {
    const { run, resolve } = sampleRun();
    const outcome = withProgress({ token: undefined, notify }, run);
    await jest.advanceTimersByTimeAsync(60_000);
    resolve('done');

    await expect(outcome).resolves.toBe('done');
    expect(notify).not.toHaveBeenCalled();
  });

  it('says nothing of a run that is quick', async () => {
    const { run, resolve } = sampleRun();
    const outcome = withProgress({ token: 'a', notify }, run);
    await jest.advanceTimersByTimeAsync(9_999);
    resolve('done');

    await expect(outcome).resolves.toBe('done');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(notify).not.toHaveBeenCalled();
  });

  it('says nothing after the end', async () => {
    const { run, resolve } = sampleRun();
    const outcome = withProgress({ token: 'a', notify }, run);
    await jest.advanceTimersByTimeAsync(10_000);
    resolve('done');
    await outcome;
    await jest.advanceTimersByTimeAsync(60_000);

    expect(progressTold()).toEqual([10]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('passes a failure on, and says nothing after it', async () => {
    const { run, reject } = sampleRun();
    const outcome = withProgress({ token: 'a', notify }, run);
    reject(new Error('out of greetings'));

    await expect(outcome).rejects.toThrow('out of greetings');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind a run that throws at once', async () => {
    const outcome = withProgress({ token: 'a', notify }, () => {
      throw new Error('out of greetings');
    });

    await expect(outcome).rejects.toThrow('out of greetings');
    expect(jest.getTimerCount()).toBe(0);
  });
});
