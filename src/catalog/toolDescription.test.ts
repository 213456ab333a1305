import fc from 'fast-check';
import {
  renameMentions,
  renameSchemaMentions,
  toDescription,
  toTitle,
} from './toolDescription';

const title = 'Greet someone';
const SENTENCE = `${'a'.repeat(98)}. `;

describe('toTitle', () => {
  it.each([
    { title: ' Get\nentity ', name: 'get', shown: 'Get entity' },
    { title: '', name: 'get-catalog-entity', shown: 'Get catalog entity' },
    { title: ' \n ', name: 'getEntityMetrics', shown: 'Get entity metrics' },
    { title: '\u202e', name: 'run_checks', shown: 'Run checks' },
    {
      title: '',
      name: 'argocd:find-applications',
      shown: 'Argocd find applications',
    },
    { title: '', name: 'é', shown: 'É' },
  ])('shows "$title" of $name as "$shown"', row => {
    expect(toTitle(row.title, row.name)).toBe(row.shown);
  });
});

describe('toDescription', () => {
  it('puts the examples below the description', () => {
    expect(
      toDescription({
        title,
        description: 'Greets someone',
        examples: [
          { title: 'by name', input: { name: 'Ann' } },
          { title: 'a\ngroup', input: { names: ['Ann', 'Ra\u202evi'] } },
        ],
      }),
    ).toBe(
      'Greets someone\n\nExample, by name: {"name":"Ann"}\n\nExample, a group: {"names":["Ann","Ravi"]}',
    );
  });

  it('leaves out examples that some clients would not show', () => {
    const long = { title: 'long', input: { name: 'a'.repeat(4_000) } };
    const short = { title: 'short', input: { name: 'Ann' } };
    const description = 'b'.repeat(100);

    expect(toDescription({ title, description, examples: [long, short] })).toBe(
      `${description}\n\nExample, short: {"name":"Ann"}`,
    );
  });

  it.each([' \n ', '', '\u202e\u{E0041}'])(
    'is the title when the description is %j',
    description => {
      expect(toDescription({ title, description })).toBe(title);
    },
  );

  it('removes the indentation of the source', () => {
    expect(
      toDescription({ title, description: '\n    Greets.\n      - Ann\n  ' }),
    ).toBe('Greets.\n  - Ann');
  });

  it('is kept whole up to 16,384 characters', () => {
    const description = 'a'.repeat(16_384);

    expect(toDescription({ title, description })).toBe(description);
  });

  it('is cut at the end of a sentence beyond that', () => {
    expect(toDescription({ title, description: SENTENCE.repeat(200) })).toBe(
      SENTENCE.repeat(163).trimEnd(),
    );
  });

  it('is cut within a sentence that is too long', () => {
    expect(toDescription({ title, description: 'a'.repeat(20_000) })).toBe(
      `${'a'.repeat(16_383)}…`,
    );
  });

  it('never splits a surrogate pair', () => {
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.constantFrom('\u{1F600}', 'a'),
        (start, unit) => {
          const description = 'a'.repeat(start) + unit.repeat(17_000);
          const text = toDescription({ title, description });
          expect(text.length).toBeLessThanOrEqual(16_384);
          expect(JSON.stringify(text)).not.toMatch(/\\ud/);
        },
      ),
      { seed: 12, numRuns: 8 },
    );
  });
});

describe('renameMentions', () => {
  const names: Record<string, string> = {
    'catalog.get-entity': 'catalog_get_entity',
    'catalog:get-entity': 'catalog_get_entity',
  };
  const toListedName = (name: string) => names[name];

  it.each([
    ['See catalog.get-entity.', 'See catalog_get_entity.'],
    ['See `catalog:get-entity`, too', 'See `catalog_get_entity`, too'],
    ['See search.query', 'See search.query'],
    ['See https://catalog.get-entity/x', 'See https://catalog.get-entity/x'],
    ['See my.catalog.get-entity', 'See my.catalog.get-entity'],
    ['A time, 12:30, e.g. now', 'A time, 12:30, e.g. now'],
  ])('turns "%s" into "%s"', (text, renamed) => {
    expect(renameMentions(text, toListedName)).toBe(renamed);
  });
});

describe('renameSchemaMentions', () => {
  const toListedName = (name: string) =>
    name === 'catalog.get-entity' ? 'catalog_get_entity' : undefined;

  it('renames only in the descriptions of properties', () => {
    const schema = {
      type: 'object',
      properties: {
        description: { type: 'string', description: 'See catalog.get-entity' },
        tool: { type: 'string', enum: ['catalog.get-entity'] },
      },
    };
    expect(renameSchemaMentions(schema, toListedName)).toEqual({
      type: 'object',
      properties: {
        description: { type: 'string', description: 'See catalog_get_entity' },
        tool: { type: 'string', enum: ['catalog.get-entity'] },
      },
    });
  });

  it('returns the same schema when it mentions no tool', () => {
    const schema = { type: 'object', description: 'Says nothing of others' };
    expect(renameSchemaMentions(schema, toListedName)).toBe(schema);
  });
});
