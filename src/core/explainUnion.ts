import { once } from '../text/once';
import type { Alternative, ValidationIssue } from './validationIssue';

type Path = ValidationIssue['path'];

/** A problem with one argument. */
export interface Explanation {
  path: Path;
  message: string;
}

const ABOUT_SHAPE = [
  'invalid_type',
  'invalid_literal',
  'invalid_union',
  'unrecognized_keys',
];

/** Flattens nested unions into one list of alternatives. */
const flatten: (issue: ValidationIssue) => readonly Alternative[] = once(
  ({ alternatives, path }) =>
    alternatives.flatMap((alternative): readonly Alternative[] => {
      const [only, ...others] = alternative;
      const isUnion = only?.alternatives.length > 0 && others.length === 0;
      return isUnion && only.path.length === path.length
        ? flatten(only)
        : [alternative];
    }),
);

/** Whether the value is missing. */
const isMissing: (issue: ValidationIssue) => boolean = once(issue => {
  const alternatives = flatten(issue);
  return alternatives.length > 0
    ? alternatives.every(each =>
        each.some(
          inner => samePath(inner.path, issue.path) && isMissing(inner),
        ),
      )
    : issue.received === 'undefined' ||
        /received undefined$/.test(issue.message);
});

/**
 * Excludes an alternative that accepts no value, or refuses the value's key.
 */
const isPossible: (alternative: Alternative) => boolean = once(alternative => {
  const issuesAt = new Map<string, number>();
  for (const { path } of alternative) {
    const key = JSON.stringify(path);
    issuesAt.set(key, (issuesAt.get(key) ?? 0) + 1);
  }
  return (
    alternative.length > 0 &&
    !alternative.some(
      ({ code, expected, path }) =>
        expected === 'never' ||
        (code === 'invalid_string' && issuesAt.get(JSON.stringify(path))! > 1),
    )
  );
});

/**
 * How deep in the value the alternative failed. A value of the right type
 * counts as deeper.
 */
const reachOf: (alternative: Alternative) => number = once(alternative => {
  const reaches = alternative.map(issue => {
    const inner = isMissing(issue) ? [] : flatten(issue).filter(isPossible);
    return Math.max(
      placeOf(issue).length + (isAboutContent(issue) ? 0.5 : 0),
      ...inner.map(reachOf),
    );
  });
  return Math.max(...reaches);
});

/**
 * Explains a union that zod calls `Invalid input`. The author most likely meant
 * the alternative that matched the deepest part of the value. If several match
 * equally deep, returns what each of them expected there.
 */
export function explainUnion(issue: ValidationIssue): Explanation[] {
  const alternatives = flatten(issue);
  if (alternatives.length === 0) {
    return [issue];
  }
  if (isMissing(issue)) {
    return [{ path: issue.path, message: 'Required' }];
  }
  const possible = alternatives.filter(isPossible);
  const reach = Math.max(...possible.map(reachOf));
  const furthest = possible.filter(each => reachOf(each) === reach);
  if (furthest.length === 0) {
    return [issue];
  }
  const places = new Set(furthest.flat().map(each => placeOf(each).join('.')));
  return furthest.length > 1 && places.size === 1
    ? [merge(placeOf(furthest[0][0]), furthest)]
    : shortest(furthest).flatMap(explainUnion);
}

function isAboutContent({ code }: ValidationIssue): boolean {
  return code !== undefined && !ABOUT_SHAPE.includes(code);
}

/** The position of the issue in the value. A missing value is at its parent. */
function placeOf(issue: ValidationIssue): Path {
  return isMissing(issue) ? issue.path.slice(0, -1) : issue.path;
}

function merge(path: Path, alternatives: readonly Alternative[]): Explanation {
  const types = unique(alternatives.flatMap(typesOf));
  const objects = unique(alternatives.flatMap(keysOf));
  const expected = [
    ...types,
    ...(objects.length > 0 ? [`an object with ${oneOf(objects)}`] : []),
  ];
  const unknown = unique(
    alternatives.flat().flatMap(({ keys = [] }) => keys.map(String)),
  );
  const [{ message }] = shortest(alternatives);
  return {
    path,
    message: [
      expected.length > 0 ? `Expected ${oneOf(expected)}` : message,
      ...(unknown.length > 0 ? [`unknown is ${unknown.join(', ')}`] : []),
    ].join('; '),
  };
}

/** The types that the alternative accepts in place of the value. */
function typesOf(alternative: Alternative): string[] {
  return alternative
    .filter(issue => !isMissing(issue) && issue.expected !== undefined)
    .map(({ code, expected }) =>
      code === 'invalid_literal' ? JSON.stringify(expected) : String(expected),
    );
}

/** The required keys that the value lacks. */
function keysOf(alternative: Alternative): string[] {
  const keys = alternative
    .filter(isMissing)
    .map(({ path }) => String(path.at(-1)));
  return keys.length > 0 ? [keys.join(' and ')] : [];
}

function oneOf(texts: string[]): string {
  return texts.length > 1
    ? `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
    : texts[0];
}

function shortest(alternatives: readonly Alternative[]): Alternative {
  return alternatives.reduce((best, each) =>
    each.length < best.length ? each : best,
  );
}

function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, i) => key === other[i]);
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}
