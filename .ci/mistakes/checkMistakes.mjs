// Makes each of the usual mistakes, and checks what a model reads. Argument: the
// folder in which the backend is installed.
import { call, headersOf, messageOf, V1 } from '../harness/messages.mjs';
import { send } from '../harness/send.mjs';
import { CATALOG_MISTAKES } from './catalogMistakes.mjs';
import { OTHER_MISTAKES } from './otherMistakes.mjs';
import { SCAFFOLDER_MISTAKES } from './scaffolderMistakes.mjs';
import { startStock } from './startStock.mjs';

/**
 * By tool: the mistake, its arguments, what is read. A service makes it, unless
 * `as` says that a user does, and it is an error, unless `answered`.
 */
const MISTAKES = {
  ...SCAFFOLDER_MISTAKES,
  ...CATALOG_MISTAKES,
  ...OTHER_MISTAKES,
};
const SHOWN = 120;
const READY_MS = 60_000;
/** A masked reason, a stack, a path of the machine, an address of the backend. */
const INTERNAL = [
  /Internal error/,
  /^\s+at \S/m,
  /node_modules/,
  /localhost|127\.0\.0\.1/,
];

// What is still running is ended on exit.
process.once('SIGTERM', () => process.exit(1));

async function make({ port, tokens }, tool, args, as = 'service') {
  const headers = headersOf(tokens[as]);
  const body = call(1, tool, args);
  const response = await send({ port, path: V1, headers, body });
  const { result, error } = messageOf(response);
  return {
    isError: result?.isError === true,
    text:
      result?.content.map(({ text }) => text).join('\n') ??
      JSON.stringify(error),
  };
}

/** The catalog reads its locations, and search indexes them, once they are up. */
async function untilAnswered(backend, tool, args) {
  const end = Date.now() + READY_MS;
  let read = await make(backend, tool, args);
  while (read.isError) {
    if (Date.now() > end) {
      throw new Error(`${tool}: ${read.text}\n${backend.log()}`);
    }
    await new Promise(done => setTimeout(done, 250));
    read = await make(backend, tool, args);
  }
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

async function checkAll(backend) {
  let count = 0;
  let off = 0;
  for (const [tool, mistakes] of Object.entries(MISTAKES)) {
    for (const [mistake, args, expected, { as, answered } = {}] of mistakes) {
      const read = await make(backend, tool, args, as);
      const problem = problemOf(read, expected, answered);
      const shown = read.text.replaceAll('\n', ' ').slice(0, SHOWN);
      console.log(`${tool}, ${mistake}: ${shown}`);
      count += 1;
      if (problem) {
        off += 1;
        console.error(`OFF: ${problem}: ${read.text}`);
      }
    }
  }
  console.log(`${count} mistakes, ${off} not as they should read`);
  return off;
}

const [folder] = process.argv.slice(2);
const backend = await startStock(folder);
try {
  await untilAnswered(backend, 'catalog_get_catalog_entity', {
    kind: 'Template',
    name: 'service',
  });
  await untilAnswered(backend, 'search_query', {
    term: 'shop',
    types: ['software-catalog'],
  });
  process.exitCode = (await checkAll(backend)) > 0 ? 1 : 0;
} finally {
  await backend.kill();
}
