import { MAX_NOTE_SIZE, toCutNote } from './cutNote';
import { jsonSizeOfText } from './jsonSize';

const list = (path: string[], kept: number, total: number) => ({
  ...{ path, kept, total },
  unit: 'items' as const,
});

describe('toCutNote', () => {
  it.each([
    {
      options: {
        lists: [list(['items'], 76, 1_204)],
        textBound: 500,
        hints: ['This tool takes limit, cursor, fields'],
      },
      note: '/items has 76 of 1,204; texts over 500 characters are shortened. This tool takes limit, cursor, fields',
    },
    {
      options: { lists: [list([], 3, 10)], hints: [] },
      note: 'this answer has 3 of 10',
    },
    {
      options: {
        lists: [
          {
            ...list(['a/b', '~'], 1, 200),
            unit: 'keys' as const,
          },
        ],
        hints: [''],
      },
      note: '/a~1b/~0 has 1 of 200 keys',
    },
    {
      options: {
        lists: [1, 2, 3, 4, 5, 6, 7].map(loss =>
          list([`${loss}`], 0, loss * 10),
        ),
        hints: [],
      },
      note: '/7 has 0 of 70; /6 has 0 of 60; /5 has 0 of 50; /4 has 0 of 40; /3 has 0 of 30; 2 more lists are cut',
    },
    {
      options: {
        textBound: 12_345,
        others: ['a picture is left out'],
        hints: [],
      },
      note: 'a picture is left out; texts over 12,345 characters are shortened',
    },
  ])('says "$note"', ({ options, note }) => {
    expect(toCutNote(options)).toBe(note);
  });

  it('names fewer lists when their paths are long', () => {
    const long = '漢'.repeat(150);
    const lists = [list([long], 1, 3), list([long, long], 1, 2)];

    expect(toCutNote({ lists, hints: [] })).toBe(
      `/${long} has 1 of 3; 1 more list is cut`,
    );
  });

  it('stays short, however long the path', () => {
    const lists = [list(['\u0001'.repeat(9_000)], 1, 3)];
    const note = toCutNote({ lists, hints: [] });

    expect(note).toBe('1 list is cut');
    expect(jsonSizeOfText(note)).toBeLessThan(MAX_NOTE_SIZE);
  });
});
