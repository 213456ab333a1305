import { until } from './until';

it('waits until the condition holds', async () => {
  let asked = 0;
  await until(() => ++asked === 3);
  expect(asked).toBe(3);
});

it('says what it waited for when it gives up', async () => {
  const apples: number = 2;
  await expect(
    until(async () => apples === 3, { limitMs: 10 }),
  ).rejects.toThrow(
    /^Waited 0\.01 s in vain until async \(\)\s*=>\s*apples === 3$/,
  );
});
