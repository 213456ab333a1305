import fc from 'fast-check';
import { refusalOfMessages, refusalOfText } from './bodyShape';

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
    : 0;
}

function countOf(value: unknown): number {
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum, child) => sum + countOf(child), 1)
    : 1;
}

/** Text with many characters that have a meaning outside of strings. */
const TEXT = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'"\\,[]{} :\n∀⬬a') }),
  fc.string({ unit: 'binary' }),
);
const JSON_VALUE = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(TEXT, fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(TEXT, tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** An array with the value and enough zeros to count `total` values. */
function filled(value: unknown, total: number): unknown[] {
  const missing = Math.max(0, total - 1 - countOf(value));
  return [value, ...Array(missing).fill(0)];
}

function wrapped(value: unknown, depth: number): unknown {
  let outer = value;
  for (let level = depthOf(value); level < depth; level++) {
    outer = [outer];
  }
  return outer;
}

describe('refusalOfText', () => {
  const refusalOf = (value: unknown, indent?: number) =>
    refusalOfText(Buffer.from(JSON.stringify(value, null, indent)))?.message;

  it('counts every value once, whatever its text and white space', () => {
    fc.assert(
      fc.property(JSON_VALUE, fc.constantFrom(0, 2), (value, indent) => {
        expect(refusalOf(filled(value, 10_000), indent)).toBeUndefined();
        expect(refusalOf(filled(value, 10_001), indent)).toContain(
          '10000 values',
        );
      }),
      { numRuns: 30, seed: 7 },
    );
  });

  it('measures the depth, whatever the text contains', () => {
    fc.assert(
      fc.property(JSON_VALUE, value => {
        expect(refusalOf(wrapped(value, 100))).toBeUndefined();
        expect(refusalOf(wrapped(value, 101))).toContain('100 levels');
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('terminates for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        expect(refusalOfText(Buffer.from(bytes))).toBeUndefined();
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

describe('refusalOfMessages', () => {
  it('accepts large arguments of a tool', () => {
    fc.assert(
      fc.property(JSON_VALUE, value => {
        const params = { name: 'a', arguments: value };
        expect(
          refusalOfMessages({ method: 'tools/call', params }),
        ).toBeUndefined();
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  it.each(['tools/list', 'initialize', 'made-up', undefined, 7])(
    'counts the arguments of %p',
    method => {
      const params = { arguments: Array(500).fill(1) };
      expect(refusalOfMessages({ method, params })?.status).toBe(413);
    },
  );

  it('counts across all messages of a batch', () => {
    const message = { method: 'ping', params: { a: Array(20).fill(1) } };
    expect(refusalOfMessages(Array(20).fill(message))).toBeUndefined();
    expect(refusalOfMessages(Array(21).fill(message))?.status).toBe(413);
  });

  it.each([null, undefined, 7, 'ping', [null], [[]], { params: null }])(
    'passes on %j',
    body => {
      expect(refusalOfMessages(body)).toBeUndefined();
    },
  );
});
