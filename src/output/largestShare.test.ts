import { largestShare } from './largestShare';

describe('largestShare', () => {
  it.each([
    { claims: [[100, 2]], bytes: 40, share: 40 },
    {
      claims: [
        [100, 2],
        [100, 2],
      ],
      bytes: 40,
      share: 20,
    },
    {
      claims: [
        [5, 2],
        [100, 2],
      ],
      bytes: 40,
      share: 35,
    },
    {
      claims: [
        [100, 30],
        [100, 2],
      ],
      bytes: 40,
      share: 10,
    },
    {
      claims: [
        [100, 30],
        [100, 30],
      ],
      bytes: 40,
      share: undefined,
    },
  ])('is $share for $bytes bytes among $claims', ({ claims, bytes, share }) => {
    const given = claims.map(([size, floor]) => ({ size, floor }));
    expect(largestShare(given, bytes)).toBe(share);
  });
});
