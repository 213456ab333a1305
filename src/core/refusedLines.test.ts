import { refusedLines } from './refusedLines';
import { issuesOf } from './validationIssue';

const read = (issues: unknown) =>
  issuesOf({
    name: 'InputError',
    message: 'Invalid input',
    cause: { name: 'ZodError', message: '', issues },
  } as never);

describe('refusedLines', () => {
  it('names each argument', () => {
    const issues = [
      { path: ['tags', 0], message: 'Expected string, received number' },
      { path: [], message: 'Required' },
    ];
    expect(refusedLines(read(issues)!)).toEqual([
      '- tags.0: Expected string, received number',
      '- arguments: Required',
    ]);
  });

  it('names twenty of 2,500 wrong list entries, and counts the rest', () => {
    const issues = Array.from({ length: 2_500 }, (_, index) => ({
      path: ['tags', index],
      message: 'Required',
    }));
    const lines = refusedLines(read(issues)!);
    expect(lines).toHaveLength(21);
    expect(lines[19]).toBe('- tags.19: Required');
    expect(lines[20]).toBe('- and 2,480 more');
  });

  it.each([
    ['null', null],
    ['a text', 'a'],
    ['no path', { message: 'Required' }],
    ['a path that is not a list', { path: 'a', message: 'Required' }],
    ['invalid alternatives', { path: [], unionErrors: [null, 7, {}] }],
  ])('describes an issue with %s', (_, issue) => {
    expect(refusedLines(read([issue])!)).toEqual([
      expect.stringMatching(/^- arguments: (Required|Invalid input)$/),
    ]);
  });

  it('reads the alternatives of zod 4', () => {
    const issue = {
      code: 'invalid_union',
      path: ['id'],
      message: 'Invalid input',
      errors: [
        [{ code: 'invalid_type', expected: 'string', path: ['id'] }],
        [{ code: 'invalid_type', expected: 'number', path: ['id'] }],
      ],
    };
    expect(refusedLines(read([issue])!)).toEqual([
      '- id: Expected string or number',
    ]);
  });
});
