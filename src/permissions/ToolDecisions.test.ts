import { mockCredentials } from '@backstage/backend-test-utils';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { ALLOW, DENY } from '../__testUtils__/anyDecision';
import { callContext } from '../__testUtils__/callContext';
import { mcpToolUsePermission } from './mcpToolUsePermission';
import { ToolDecisions, type ToolDecisionsOptions } from './ToolDecisions';

const credentials = mockCredentials.user('user:default/jane');
const jane = () => callContext({ credentials });
const ravi = () =>
  callContext({ credentials: mockCredentials.user('user:default/ravi') });

function decisionsOf(options: Partial<ToolDecisionsOptions> = {}) {
  const ask = jest.fn(async (): Promise<PolicyDecision[]> => [ALLOW]);
  const decisions = ToolDecisions.create({
    permissions: { authorizeConditional: ask },
    apply: () => false,
    ttlMs: 10_000,
    callTimeoutMs: 0,
    ...options,
  });
  return { decisions, ask };
}

describe('ToolDecisions', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks only about the permission, with the credentials of the caller', async () => {
    const { decisions, ask } = decisionsOf();
    await decisions.decide(jane());

    expect(ask.mock.calls).toEqual([
      [[{ permission: mcpToolUsePermission }], { credentials }],
    ]);
  });

  describe('for a call', () => {
    it('asks each time', async () => {
      const { decisions, ask } = decisionsOf();
      await decisions.recent(jane());
      await decisions.decide(jane());
      ask.mockResolvedValue([DENY]);

      expect((await decisions.decide(jane())).key).toBe('DENY');
      expect(ask).toHaveBeenCalledTimes(3);
    });

    it('updates the decision for lists', async () => {
      const { decisions, ask } = decisionsOf();
      await decisions.recent(jane());
      ask.mockResolvedValue([DENY]);
      await decisions.decide(jane());

      expect((await decisions.recent(jane())).key).toBe('DENY');
      expect(ask).toHaveBeenCalledTimes(2);
    });
  });

  describe('for lists', () => {
    it.each([
      { ttlMs: 10_000, ageMs: 9_999, asks: 1 },
      { ttlMs: 10_000, ageMs: 10_000, asks: 2 },
      { ttlMs: 0, ageMs: 0, asks: 2 },
    ])(
      'asks $asks times with a ttl of $ttlMs ms, $ageMs ms apart',
      async ({ ttlMs, ageMs, asks }) => {
        const { decisions, ask } = decisionsOf({ ttlMs });
        await decisions.recent(jane());
        jest.advanceTimersByTime(ageMs);
        await decisions.recent(jane());
        expect(ask).toHaveBeenCalledTimes(asks);
      },
    );

    it('measures the age from the time of the request', async () => {
      const { decisions, ask } = decisionsOf();
      ask.mockImplementationOnce(async () => {
        jest.advanceTimersByTime(6_000);
        return [ALLOW];
      });
      await decisions.recent(jane());
      jest.advanceTimersByTime(4_000);
      await decisions.recent(jane());
      expect(ask).toHaveBeenCalledTimes(2);
    });

    it('asks for each principal separately', async () => {
      const { decisions, ask } = decisionsOf();
      ask.mockResolvedValueOnce([ALLOW]).mockResolvedValueOnce([DENY]);

      expect((await decisions.recent(jane())).key).toBe('ALLOW');
      expect((await decisions.recent(ravi())).key).toBe('DENY');
      expect((await decisions.recent(jane())).key).toBe('ALLOW');
    });

    it('asks once for simultaneous lists', async () => {
      const { decisions, ask } = decisionsOf();
      await Promise.all([decisions.recent(jane()), decisions.recent(jane())]);
      expect(ask).toHaveBeenCalledTimes(1);
    });

    it('keeps the decision that was requested last', async () => {
      const { decisions, ask } = decisionsOf();
      let answerLate = (_: PolicyDecision[]) => {};
      ask.mockReturnValueOnce(new Promise(resolve => (answerLate = resolve)));
      const late = decisions.decide(jane());
      jest.advanceTimersByTime(1);
      ask.mockResolvedValue([DENY]);
      await decisions.decide(jane());
      answerLate([ALLOW]);
      await late;

      expect((await decisions.recent(jane())).key).toBe('DENY');
    });

    it('asks again after a configuration change', async () => {
      const { decisions, ask } = decisionsOf();
      await decisions.recent(jane());
      decisions.clear();
      await decisions.recent(jane());
      expect(ask).toHaveBeenCalledTimes(2);
    });
  });

  it.each([10_000, 0])(
    'asks once per message, with a ttl of %d ms',
    async ttlMs => {
      const { decisions, ask } = decisionsOf({ ttlMs });
      const message = jane();
      await decisions.decide(message);
      await decisions.recent(message);
      expect(ask).toHaveBeenCalledTimes(1);
    },
  );

  describe('fails', () => {
    it('without the name of the cause, and asks again', async () => {
      const { decisions, ask } = decisionsOf();
      const cause = Object.assign(new Error('No'), { name: 'NotAllowedError' });
      ask.mockRejectedValueOnce(cause);

      await expect(decisions.recent(jane())).rejects.toMatchObject({
        name: 'Error',
        message: expect.stringContaining('mcp.tool.use could not be decided'),
        cause,
      });
      expect((await decisions.recent(jane())).key).toBe('ALLOW');
    });

    it.each([
      { callTimeoutMs: 0, waitsMs: 10_000 },
      { callTimeoutMs: 240_000, waitsMs: 10_000 },
      { callTimeoutMs: 500, waitsMs: 500 },
    ])(
      'after $waitsMs ms with a call timeout of $callTimeoutMs ms',
      async ({ callTimeoutMs, waitsMs }) => {
        const { decisions, ask } = decisionsOf({ callTimeoutMs });
        ask.mockReturnValue(new Promise(() => {}));
        const settled = jest.fn();
        const decided = decisions.recent(jane()).catch(settled);

        await jest.advanceTimersByTimeAsync(waitsMs - 1);
        expect(settled).not.toHaveBeenCalled();
        await jest.advanceTimersByTimeAsync(1);
        await decided;
        expect(settled.mock.lastCall?.[0].cause.message).toBe(
          `No decision within ${waitsMs / 1000} s`,
        );
      },
    );
  });
});
