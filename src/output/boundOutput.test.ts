import type { JsonObject, JsonValue } from '@backstage/types';
import { toOutputSchema } from '../schema/outputSchema';
import { boundOutput, type BoundOutputOptions } from './boundOutput';

const PAGED = {
  inputSchema: {
    type: 'object',
    properties: { kind: {}, limit: {}, cursor: {}, fields: {} },
  },
};
const WITHOUT_ARGUMENTS = {
  inputSchema: { type: 'object', properties: {} },
};
const TAKES = 'This tool takes limit, cursor, fields';
const PAGING = 'Its next page starts after what is cut here';

function bound(
  output: JsonValue | undefined,
  options: Partial<BoundOutputOptions> = {},
) {
  return boundOutput(output, { maxBytes: 8_000, tool: PAGED, ...options });
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const nameOf = (index: number) => ({ name: `service-${index}` });

describe('an output that fits', () => {
  it.each([
    { output: { items: [1, 2] }, size: 15 },
    { output: 'OK', size: 4 },
    { output: null, size: 4 },
    { output: undefined, size: 0 },
  ])('is returned itself: $output', ({ output, size }) => {
    const bounded = bound(output);

    expect(bounded).toEqual({
      output,
      wasCut: false,
      sizeBefore: size,
      sizeAfter: size,
    });
    expect(bounded.output).toBe(output);
  });

  it('is only measured without a bound', () => {
    const output = 'a'.repeat(20_000_000);

    expect(bound(output, { maxBytes: Infinity })).toEqual({
      output,
      wasCut: false,
      sizeBefore: 10_000_000,
      sizeAfter: 10_000_000,
    });
  });
});

describe('data', () => {
  it('has its texts cut at one bound, and the note first', () => {
    const output = {
      name: 'petstore',
      definition: 'a'.repeat(60_000),
      description: 'b'.repeat(600),
      links: [{ notes: 'c'.repeat(10_000) }],
    };
    const bounded = bound(output);

    expect(bounded).toMatchObject({
      wasCut: true,
      note: `texts over 3,356 characters are shortened. ${TAKES}`,
      notePlace: 'inside',
      sizeBefore: sizeOf(output),
      sizeAfter: sizeOf(bounded.output),
      output: {
        definition: `${'a'.repeat(3_355)}…`,
        description: output.description,
        links: [{ notes: `${'c'.repeat(3_355)}…` }],
      },
    });
    expect(Object.keys(bounded.output as JsonObject)[0]).toBe('_cut');
  });

  it('has its list cut to a prefix if cutting texts is not enough', () => {
    const output = {
      items: times(1_204, index => ({
        ...nameOf(index),
        description: 'a'.repeat(700),
      })),
      totalItems: 1_204,
      pageInfo: {},
    };

    expect(bound(output).output).toEqual({
      _cut: `/items has 13 of 1,204; texts over 500 characters are shortened. ${TAKES}. ${PAGING}`,
      items: times(13, index => ({
        ...nameOf(index),
        description: `${'a'.repeat(499)}…`,
      })),
      totalItems: 1_204,
      pageInfo: {},
    });
  });

  it('has the only long list cut, inside an item', () => {
    const output = [
      { id: 1, logs: ['start'] },
      { id: 2, logs: times(9_000, index => `line ${index}`) },
      { id: 3, logs: ['end'] },
    ];

    expect(bound(output)).toMatchObject({
      note: `/1/logs has 675 of 9,000. ${TAKES}. ${PAGING}`,
      output: [
        { id: 1, logs: ['start'] },
        { id: 2, logs: output[1].logs.slice(0, 675) },
        { id: 3, logs: ['end'] },
      ],
    });
  });

  it('shares the room among a few long lists', () => {
    const series = times(4, () => times(5_000, () => 7));
    const bounded = bound({ a: series[0], b: series[1], c: { d: series[2] } });

    expect(bounded.note).toBe(
      `/c/d has 1,225 of 5,000; /a has 1,228 of 5,000; /b has 1,228 of 5,000. ${TAKES}. ${PAGING}`,
    );
  });

  it('gives the lists the room that uncuttable fields leave', () => {
    const spec = Object.fromEntries(
      times(20, index => [`field${index}`, 'a'.repeat(250)]),
    );
    const numbers = times(5_000, () => 7);
    const bounded = bound({ spec, a: numbers, b: numbers });

    expect(bounded.output).toMatchObject({ spec });
    expect(bounded.note).toBe(
      `/a has 530 of 5,000; /b has 530 of 5,000. ${TAKES}. ${PAGING}`,
    );
  });

  it('keeps whole rows of a table', () => {
    const table = times(500, () => times(1_000, () => 7));

    expect(bound(table)).toMatchObject({
      output: table.slice(0, 3),
      note: `this answer has 3 of 500. ${TAKES}. ${PAGING}`,
      notePlace: 'beside',
    });
  });

  it('cuts the first item rather than leave none', () => {
    const item = { name: 'web', targets: times(9_000, () => 1) };
    const bounded = bound({ items: times(50, () => item) });

    expect(bounded.note).toMatch(
      /^\/items\/0\/targets has 3,\d{3} of 9,000; \/items has 1 of 50\./,
    );
  });

  it('cuts an object that is used as a map', () => {
    const output = {
      byName: Object.fromEntries(
        times(5_000, index => [`service-${index}`, index]),
      ),
    };
    const bounded = bound(output, { tool: WITHOUT_ARGUMENTS });

    expect(bounded.note).toBe(
      '/byName has 422 of 5,000 keys. This tool takes no arguments',
    );
    expect(bounded.output).toMatchObject({
      byName: { 'service-0': 0, 'service-421': 421 },
    });
  });

  it('keeps all fields of an object that is not a map', () => {
    const fields = Object.fromEntries(
      times(40, index => [`field${index}`, times(900, () => 1)]),
    );
    const { output } = bound(fields);

    expect(Object.keys(output as JsonObject)).toEqual([
      '_cut',
      ...Object.keys(fields),
    ]);
  });

  it('empties a list rather than remove a field from its item', () => {
    const item = Object.fromEntries(
      times(30, index => [`field${index}`, 'a'.repeat(500)]),
    );

    expect(bound({ items: [item] }).output).toEqual({
      _cut: `/items has 0 of 1. ${TAKES}. ${PAGING}`,
      items: [],
    });
  });

  it('loses fields if it has nothing else to lose', () => {
    const output = Object.fromEntries(
      times(30, index => [`field${index}`, 'a'.repeat(500)]),
    );

    expect(bound(output).note).toBe(
      `this answer has 14 of 30 keys. ${TAKES}. ${PAGING}`,
    );
  });

  it('treats __proto__ as an ordinary key', () => {
    const output = JSON.parse(
      `{"__proto__":{"a":1},"text":"${'a'.repeat(9_000)}"}`,
    );

    expect(JSON.stringify(bound(output).output)).toMatch(
      /^\{"_cut":"[^"]*","__proto__":\{"a":1\},"text":"a+…"\}$/,
    );
  });

  it.each([10_000, 90])('may nest %i levels deep', levels => {
    let deep: JsonValue = 'a'.repeat(900);
    for (let level = 0; level < levels; level++) {
      deep = [deep];
    }
    const { sizeAfter, note } = bound({ deep, list: times(9_000, () => 1) });

    expect(sizeAfter).toBeLessThanOrEqual(8_000);
    expect(note).toMatch(/\/list has \d,\d{3} of 9,000/);
  });
});

describe('the note of data', () => {
  it('is in the first item of a list of objects', () => {
    const bounded = bound(times(2_000, nameOf));

    expect(bounded.notePlace).toBe('inside');
    expect((bounded.output as JsonValue[]).slice(0, 2)).toEqual([
      {
        _cut: `this answer has 326 of 2,000. ${TAKES}. ${PAGING}`,
        name: 'service-0',
      },
      { name: 'service-1' },
    ]);
  });

  it.each([
    { says: 'a list of texts', output: times(2_000, String) },
    {
      says: 'an object that has the key already',
      output: { _cut: 1, list: times(9_000, () => 1) },
    },
  ])('is beside $says', ({ output }) => {
    const bounded = bound(output);

    expect(bounded).toMatchObject({ wasCut: true, notePlace: 'beside' });
    expect(JSON.stringify(bounded.output)).not.toContain('This tool');
  });

  it('is beside an object that allows no other key', () => {
    const schema = toOutputSchema({
      type: 'object',
      additionalProperties: { type: 'number' },
    })!;
    const output = Object.fromEntries(
      times(5_000, index => [`service-${index}`, index]),
    );
    const bounded = bound(output, { accepts: schema.accepts });

    expect(bounded).toMatchObject({ wasCut: true, notePlace: 'beside' });
    expect(Object.keys(bounded.output as JsonObject).length).toBeGreaterThan(
      300,
    );
  });
});

describe('an output that cannot be cut', () => {
  const map = Object.fromEntries(
    times(2_000, index => [`field${index}`, index]),
  );

  it('is left whole when its schema would not accept a cut one', () => {
    const schema = toOutputSchema({
      type: 'object',
      properties: { field1999: { type: 'number' } },
      required: ['field1999'],
    })!;

    expect(bound(map, { accepts: schema.accepts })).toEqual({
      output: map,
      wasCut: false,
      sizeBefore: sizeOf(map),
      sizeAfter: sizeOf(map),
      leftWhole: 'schema',
    });
  });

  it('is cut anyway when it violates its schema itself', () => {
    expect(bound(map, { accepts: () => false })).toMatchObject({
      wasCut: true,
      notePlace: 'inside',
    });
  });

  it.each([
    { says: 'a text', output: 'a'.repeat(900) },
    { says: 'an object', output: { text: 'a'.repeat(900) } },
  ])('is left whole when the bound is too small for $says', ({ output }) => {
    expect(bound(output, { maxBytes: 300 })).toMatchObject({
      output,
      wasCut: false,
      leftWhole: 'uncuttable',
    });
  });
});

describe('a text', () => {
  it('keeps head and tail, with the note between', () => {
    const log = times(20_000, index => `line ${index}`).join('\n');
    const bounded = bound(log, { tool: WITHOUT_ARGUMENTS });
    const lines = `${bounded.output}`.split('\n');
    const gap = lines.indexOf(bounded.note!);

    expect(bounded.note).toMatch(
      /^\[… 201,\d{3} of 208,889 characters are left out here\. This tool takes no arguments\]$/,
    );
    expect(bounded.notePlace).toBe('inside');
    expect(lines.slice(0, gap)).toEqual(times(gap, index => `line ${index}`));
    expect(lines.at(-1)).toBe('line 19999');
    expect(bounded.sizeAfter).toBe(sizeOf(bounded.output));
    expect(bounded.sizeAfter).toBeGreaterThan(7_900);
    expect(bounded.sizeAfter).toBeLessThanOrEqual(8_000);
  });
});
