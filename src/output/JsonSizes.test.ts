import fc from 'fast-check';
import type { JsonValue } from '@backstage/types';
import { JsonSizes, wholeSizeOfText } from './JsonSizes';

function sizeOf(value: JsonValue, limit: number): number {
  return JsonSizes.create(wholeSizeOfText).sizeOf(value, { limit });
}

describe('JsonSizes', () => {
  it('returns the size as JSON, or more than the limit for larger values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(300), (value, limit) => {
        const size = Buffer.byteLength(JSON.stringify(value));
        const counted = sizeOf(value as JsonValue, limit);
        expect(Math.min(counted, limit + 1)).toBe(Math.min(size, limit + 1));
      }),
      { seed: 12, numRuns: 1_000 },
    );
  });

  it('measures a part again that exceeded a smaller limit', () => {
    const part = ['a'.repeat(3_000), 'b'.repeat(3_000)];
    const sizes = JsonSizes.create(wholeSizeOfText);

    expect(sizes.sizeOf(part, { limit: 1_000 })).toBeGreaterThan(1_000);
    expect(sizes.sizeOf(part, { limit: 10_000 })).toBe(6_007);
  });

  it('skips undefined values, as JSON does', () => {
    expect(sizeOf({ a: undefined, b: 1 }, 100)).toBe(7);
  });

  it('measures deep nesting without a deep stack', () => {
    let value: JsonValue = [];
    for (let level = 1; level < 200_000; level++) {
      value = [value];
    }

    expect(sizeOf(value, Infinity)).toBe(400_000);
  });
});
