import {
  cutAtSentence,
  renameMentions,
  renameSchemaMentions,
  toDescription,
} from './toolDescription';

describe('toDescription', () => {
  it('puts the examples below the description', () => {
    expect(
      toDescription({
        description: 'Greets someone',
        examples: [
          { title: 'by name', input: { name: 'Ann' } },
          { title: 'a group', input: { names: ['Ann', 'Ravi'] } },
        ],
      }),
    ).toBe(
      'Greets someone\n\nExample, by name: {"name":"Ann"}\n\nExample, a group: {"names":["Ann","Ravi"]}',
    );
  });

  it('leaves out the examples that do not fit', () => {
    const long = { title: 'long', input: { name: 'a'.repeat(2_000) } };
    const short = { title: 'short', input: { name: 'Ann' } };
    expect(
      toDescription({
        description: 'b'.repeat(100),
        examples: [long, short],
      }),
    ).toBe(`${'b'.repeat(100)}\n\nExample, short: {"name":"Ann"}`);
  });

  it('cuts at the end of a sentence', () => {
    const sentence = `${'a'.repeat(98)}. `;
    const text = toDescription({ description: sentence.repeat(30) });
    expect(text).toBe(sentence.repeat(20).trimEnd());
  });

  it('cuts a sentence that does not end', () => {
    const text = toDescription({ description: 'a'.repeat(3_000) });
    expect(text).toBe(`${'a'.repeat(2_047)}…`);
  });
});

describe('cutAtSentence', () => {
  it('leaves what models get to read', () => {
    expect(cutAtSentence('a'.repeat(2_048))).toBe('a'.repeat(2_048));
  });

  it('cuts the rest', () => {
    const sentence = `${'a'.repeat(98)}. `;
    expect(cutAtSentence(sentence.repeat(30))).toBe(
      sentence.repeat(20).trimEnd(),
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

  it('renames in the descriptions of properties, and nowhere else', () => {
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

  it('gives the same schema when it mentions nothing', () => {
    const schema = { type: 'object', description: 'Says nothing of others' };
    expect(renameSchemaMentions(schema, toListedName)).toBe(schema);
  });
});
