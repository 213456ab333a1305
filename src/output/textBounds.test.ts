import { headPieces } from './cutHead';
import { largestTextBound } from './textBounds';

describe('largestTextBound', () => {
  const bound = (lengths: number[], bytes: number) =>
    largestTextBound(
      lengths.map(length => 'a'.repeat(length)),
      { bytes, cut: headPieces },
    );

  it.each([
    { lengths: [10_000], bytes: 1_004, largest: 1_000 },
    { lengths: [10_000, 10_000], bytes: 4_008, largest: 2_000 },
    { lengths: [600, 10_000], bytes: 2_606, largest: 2_000 },
    { lengths: [10_000], bytes: 504, largest: 500 },
    { lengths: [10_000], bytes: 503, largest: undefined },
    { lengths: [], bytes: 0, largest: 500 },
  ])(
    'is $largest for texts of $lengths in $bytes bytes',
    ({ lengths, bytes, largest }) => {
      expect(bound(lengths, bytes)).toBe(largest);
    },
  );
});
