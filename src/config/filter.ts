import { z } from 'zod';
import { block, listOf } from './shapes';
import { flag, textLike } from './values';

/**
 * What other globs have beyond `*`, `?`, `[abc]` and `{a,b}`. Here it would stand
 * for itself, and a rule that excludes would exclude nothing.
 */
const UNSUPPORTED_GLOB = /^[!#]|[@!+*?]\(|\\|\[\[/;

const glob = textLike(
  'a glob of *, ?, [abc] and {a,b}',
  input => !UNSUPPORTED_GLOB.test(input),
);

/** What the author of an action may declare about its effects. */
export const attributes = z.strictObject({
  destructive: flag.optional(),
  readOnly: flag.optional(),
  idempotent: flag.optional(),
});

const rule = z.strictObject({
  id: glob.optional(),
  attributes: attributes.optional(),
});

/** Which tools a server has: all, unless there are rules. */
export const filter = block({
  include: listOf(rule).default([]),
  exclude: listOf(rule).default([]),
});
