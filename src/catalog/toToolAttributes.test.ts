import fc from 'fast-check';
import { toToolAttributes } from './toToolAttributes';

const READS = { readOnly: true, destructive: false, idempotent: true };
const ADDS = { readOnly: false, destructive: false, idempotent: false };
const DELETES = { readOnly: false, destructive: true, idempotent: false };
/** How registries before backend-defaults 0.17.7 read `{ readOnly: true }`. */
const OLD_READS = { readOnly: true, destructive: true, idempotent: false };

describe('toToolAttributes', () => {
  it.each([
    { action: 'reads', authored: READS },
    { action: 'adds', authored: ADDS },
    { action: 'deletes', authored: DELETES },
  ])('keeps what the author declares for an action that $action', row => {
    expect(toToolAttributes(row.authored)).toEqual(row.authored);
  });

  it('assumes the worst where nothing is declared', () => {
    expect(toToolAttributes({})).toEqual({
      readOnly: false,
      destructive: true,
      idempotent: false,
    });
  });

  it('does not call a read-only action destructive, as older registries do', () => {
    expect(toToolAttributes(OLD_READS)).toEqual({
      ...OLD_READS,
      destructive: false,
    });
  });

  it.each([
    { authored: DELETES, override: { readOnly: true }, destructive: false },
    { authored: READS, override: { readOnly: false }, destructive: true },
    { authored: READS, override: { readOnly: true }, destructive: false },
    { authored: ADDS, override: { readOnly: false }, destructive: false },
    { authored: OLD_READS, override: { destructive: true }, destructive: true },
    { authored: DELETES, override: { destructive: false }, destructive: false },
    {
      authored: READS,
      override: { readOnly: false, destructive: false },
      destructive: false,
    },
  ])(
    'returns destructive $destructive for $authored with the override $override',
    row => {
      expect(toToolAttributes(row.authored, row.override)).toEqual({
        ...row.authored,
        ...row.override,
        destructive: row.destructive,
      });
    },
  );

  it('is read-only and destructive only if the operator says so', () => {
    const attributes = fc.record({
      readOnly: fc.boolean(),
      destructive: fc.boolean(),
      idempotent: fc.boolean(),
    });
    const override = fc.record(
      { readOnly: fc.boolean(), idempotent: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(attributes, override, (authored, said) => {
        const { readOnly, destructive } = toToolAttributes(authored, said);
        expect(readOnly && destructive).toBe(false);
      }),
    );
  });
});
