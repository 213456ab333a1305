import { z } from 'zod';
import { block, listOf } from './shapes';
import { flag, textLike } from './values';

/**
 * The syntax of other globs beyond `*`, `?`, `[abc]` and `{a,b}`. Here these
 * characters would match themselves, and an exclude rule would exclude nothing.
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

/**
 * The tools of a server: all by default, otherwise those that the rules
 * include.
 */
export const filter = block({
  include: listOf(rule).default([]),
  exclude: listOf(rule).default([]),
});
