/** The full size of one of several values, and its minimum. */
export interface Claim {
  readonly size: number;
  readonly floor: number;
}

/**
 * Returns the largest common bound at which the claims fit together. Each claim
 * stays between its floor and its size. Returns undefined if the floors do not
 * fit.
 */
export function largestShare(
  claims: readonly Claim[],
  bytes: number,
): number | undefined {
  const fits = (share: number) =>
    claims.reduce(
      (sum, { size, floor }) => sum + Math.max(floor, Math.min(size, share)),
      0,
    ) <= bytes;
  if (!fits(0)) {
    return undefined;
  }
  let fitting = 0;
  let tooLarge = bytes + 1;
  while (tooLarge - fitting > 1) {
    const middle = Math.floor((fitting + tooLarge) / 2);
    if (fits(middle)) {
      fitting = middle;
    } else {
      tooLarge = middle;
    }
  }
  return fitting;
}
