import { CATALOG_MISTAKES } from './catalogMistakes.mjs';
import { OTHER_MISTAKES } from './otherMistakes.mjs';
import { readTool } from './readTool.mjs';
import { SCAFFOLDER_MISTAKES } from './scaffolderMistakes.mjs';

/**
 * By tool: the mistake, its arguments, what is read. A service makes it, unless
 * `as` says that a user does, and it is an error, unless `answered`.
 */
const MISTAKES = {
  ...SCAFFOLDER_MISTAKES,
  ...CATALOG_MISTAKES,
  ...OTHER_MISTAKES,
};
/** A masked reason, a stack, a path of the machine, an address of the backend. */
const INTERNAL = [
  /Internal error/,
  /^\s+at \S/m,
  /node_modules/,
  /localhost|127\.0\.0\.1/,
];

/**
 * Makes each of the usual mistakes, and checks what a model reads; gives their
 * number.
 *
 * @param tools - the names of all tools, each of which has a mistake
 */
export async function checkMistakes(backend, tools, check) {
  const without = tools.filter(name => !MISTAKES[name]);
  check(without.length === 0, `no mistake with ${without}`);
  let count = 0;
  for (const [tool, mistakes] of Object.entries(MISTAKES)) {
    for (const [mistake, args, expected, { as, answered } = {}] of mistakes) {
      const read = await readTool(backend, tool, args, as);
      const problem = problemOf(read, expected, answered);
      check(!problem, `${tool}, ${mistake}: ${problem}: ${read.text}`);
      count += 1;
    }
  }
  return count;
}

function problemOf({ isError, text }, expected, answered = false) {
  if (isError === answered) {
    return answered ? 'is an error' : 'is no error';
  }
  const internal = INTERNAL.find(pattern => pattern.test(text));
  if (internal) {
    return `has ${internal}`;
  }
  return expected.test(text) ? undefined : `is not ${expected}`;
}
