/** Runs one suite for the fast path and for the SDK's HTTP layer. */
export function describeWays(
  title: string,
  suite: (directAnswers: boolean) => void,
): void {
  describe.each([
    { way: 'answered directly', directAnswers: true },
    { way: 'answered by the SDK', directAnswers: false },
  ])(`${title}, $way`, ({ directAnswers }) => {
    suite(directAnswers);
  });
}
