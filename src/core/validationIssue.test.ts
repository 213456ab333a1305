import { issuesOf } from './validationIssue';

const read = (issues: unknown[]) =>
  issuesOf({
    name: 'InputError',
    message: 'Invalid input',
    cause: { name: 'ZodError', message: '', issues },
  } as never)!;

const many = (length: number) =>
  Array.from({ length }, (_, index) => ({
    path: [index],
    message: 'Required',
  }));

describe('issuesOf', () => {
  it('reads at most 200 issues, and counts all', () => {
    const { first, count } = read(many(9_900));
    expect(first).toHaveLength(200);
    expect(count).toBe(9_900);
  });

  it.each([
    ['zod 3', { unionErrors: [{ issues: many(9_900) }, { issues: many(3) }] }],
    ['zod 4', { errors: [many(9_900), many(3)] }],
  ])('reads at most 200 issues of each alternative of %s', (_, union) => {
    const [{ alternatives }] = read([{ path: [], ...union }]).first;
    expect(alternatives.map(each => each.length)).toEqual([200, 3]);
  });

  it('finds no issues in an error that is not about validation', () => {
    expect(
      issuesOf({ name: 'InputError', message: 'No' } as never),
    ).toBeUndefined();
  });
});
