// The page at a server's address: copy buttons, and "See my tools". What it shows is
// set as text, never as markup. readPageFiles puts it into the page, with session.js.
import { createSession, Sentence } from './session.js';

const { url, signIn } = JSON.parse(byId('page-data').textContent);
const session = signIn && createSession({ url, signIn });

/** A page has trouble with more in one element. */
const SHOWN_CHARACTERS = 50_000;
const HINTS = {
  readOnlyHint: ['changes nothing', 'may change something'],
  destructiveHint: ['may destroy', undefined],
  idempotentHint: ['safe to repeat', undefined],
  openWorldHint: ['reaches outside', undefined],
};

function byId(id) {
  return document.getElementById(id);
}

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter(child => child !== undefined));
  return node;
}

function say(text, ...more) {
  byId('tools-status').replaceChildren(text, ...more);
}

function sentenceOf(error) {
  return error instanceof Sentence
    ? error.message
    : `This page failed: ${error}. Reload it.`;
}

function sayFailure(error) {
  say(sentenceOf(error));
  offerSignIn();
}

/** At first, and when the session has ended. */
function offerSignIn() {
  byId('tools-buttons').hidden = session.isSignedIn();
}

// Copy buttons

async function copy(text, source) {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    // Without https there is no clipboard.
    getSelection().selectAllChildren(source);
    return 'Press Ctrl+C';
  }
}

function enableCopy(button, source, textOf) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.textContent = await copy(textOf(), source);
    setTimeout(() => {
      button.textContent = label;
    }, 2_000);
  });
}

// The list

function toolList(tools, info) {
  const changes = new Map(info.tools.map(tool => [tool.name, tool.changes]));
  return [
    ...tools.map((tool, index) =>
      toolDetails(tool, changes.get(tool.name) ?? [], `tool-${index}`),
    ),
    ...omissions(info.omitted),
  ];
}

function toolDetails(tool, changes, id) {
  const details = element(
    'details',
    { className: 'tool' },
    element(
      'summary',
      {},
      tool.title ?? tool.name,
      ' ',
      element('code', {}, tool.name),
      ...hintsOf(tool.annotations ?? {}).map(hint =>
        element('span', { className: 'tag' }, hint),
      ),
    ),
  );
  // Hundreds of tools have hundreds of forms; each is made when it is looked at.
  details.addEventListener(
    'toggle',
    () => details.append(...toolBody(tool, changes, id)),
    { once: true },
  );
  return details;
}

function hintsOf(annotations) {
  return Object.entries(HINTS)
    .map(([key, [yes, no]]) => (annotations[key] === true ? yes : no))
    .filter(Boolean);
}

function toolBody(tool, changes, id) {
  const isReadOnly = tool.annotations?.readOnlyHint === true;
  return [
    element('p', { className: 'text' }, tool.description ?? ''),
    ...(changes.length > 0
      ? [
          element('p', { className: 'soft' }, 'Not as its author wrote it:'),
          element(
            'ul',
            {},
            ...changes.map(change => element('li', {}, change)),
          ),
        ]
      : []),
    isReadOnly
      ? callForm(tool, id)
      : element(
          'p',
          { className: 'soft' },
          'This page calls only tools that change nothing.',
        ),
  ];
}

function omissions(omitted) {
  return omitted.length === 0
    ? []
    : [
        element('h3', {}, 'Left out'),
        element(
          'ul',
          { id: 'left-out' },
          ...omitted.map(({ actionId, reason }) =>
            element('li', {}, element('code', {}, actionId), `: ${reason}`),
          ),
        ),
      ];
}

// A form from the input schema

function typeOf(schema) {
  const types = [schema.type].flat().filter(type => type !== 'null');
  return types.length === 1 ? types[0] : undefined;
}

/** A field, and how its text becomes an argument. Empty text is no argument. */
function toControl(schema, id) {
  const type = typeOf(schema);
  const choices =
    schema.enum ?? (type === 'boolean' ? [true, false] : undefined);
  if (choices) {
    const options = choices.map((choice, index) =>
      element('option', { value: index }, `${choice}`),
    );
    const none = element('option', { value: '' }, 'not set');
    const control = element('select', { id }, none, ...options);
    return { control, parse: text => choices[Number(text)] };
  }
  if (type === 'string') {
    return { control: element('input', { id }), parse: text => text };
  }
  if (type === 'number' || type === 'integer') {
    const control = element('input', { id, inputMode: 'decimal' });
    return { control, parse: parseJson };
  }
  return {
    control: element('textarea', { id, rows: 3, placeholder: 'JSON' }),
    parse: parseJson,
  };
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Sentence(
      `${JSON.stringify(text)} is not JSON. Correct it, then call again.`,
    );
  }
}

function toField([name, schema], id, isRequired) {
  const { control, parse } = toControl(Object(schema), id);
  const hint = schema.description
    ? element('p', { id: `${id}-hint`, className: 'soft' }, schema.description)
    : undefined;
  if (hint) {
    control.setAttribute('aria-describedby', hint.id);
  }
  control.setAttribute('aria-required', isRequired);
  const label = element('label', { htmlFor: id }, name);
  const mark = isRequired ? ' (required)' : '';
  return {
    name,
    node: element('div', { className: 'field' }, label, mark, hint, control),
    read: () => (control.value === '' ? undefined : parse(control.value)),
  };
}

function callForm(tool, id) {
  const { properties = {}, required = [] } = tool.inputSchema;
  const fields = Object.entries(properties).map((property, index) =>
    toField(property, `${id}-${index}`, required.includes(property[0])),
  );
  const answer = element('div', { role: 'status' });
  const button = element('button', {}, 'Call');
  const form = element(
    'form',
    // The server answers mistakes as it answers those of a model.
    { noValidate: true },
    ...fields.map(({ node }) => node),
    element('p', {}, button),
    answer,
  );
  form.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    answer.replaceChildren('Calling …');
    try {
      answer.replaceChildren(...(await call(tool.name, fields)));
    } catch (error) {
      answer.replaceChildren(
        element('p', { className: 'bad' }, sentenceOf(error)),
      );
      offerSignIn();
    }
    button.disabled = false;
  });
  return form;
}

async function call(name, fields) {
  const read = fields.map(field => [field.name, field.read()]);
  const given = read.filter(([, value]) => value !== undefined);
  const startedMs = performance.now();
  const result = await session.callTool(name, Object.fromEntries(given));
  const ms = Math.round(performance.now() - startedMs);
  return showResult(result, ms);
}

function showResult({ content = [], structuredContent, isError }, ms) {
  const verdict = isError
    ? element(
        'p',
        { className: 'bad' },
        `The tool refused, after ${ms} ms. A model reads:`,
      )
    : element('p', {}, `Answered in ${ms} ms. A model reads:`);
  const blocks = content.map(block =>
    block.type === 'text'
      ? toBlock('text', block.text)
      : toBlock(block.type, JSON.stringify(block, undefined, 2)),
  );
  if (structuredContent !== undefined) {
    const json = JSON.stringify(structuredContent, undefined, 2);
    blocks.push(
      toBlock('structuredContent, in place of the text in some clients', json),
    );
  }
  return [verdict, ...blocks.flat()];
}

function toBlock(label, text) {
  const pre = element('pre', { tabIndex: 0 }, text.slice(0, SHOWN_CHARACTERS));
  pre.setAttribute('role', 'group');
  pre.setAttribute('aria-label', label);
  const button = element('button', { type: 'button' }, 'Copy');
  enableCopy(button, pre, () => text);
  const size = text.length.toLocaleString('en');
  const shown = SHOWN_CHARACTERS.toLocaleString('en');
  return [
    element(
      'div',
      { className: 'copy' },
      element('p', { className: 'soft' }, label),
      button,
      pre,
    ),
    ...(text.length > SHOWN_CHARACTERS
      ? [
          element(
            'p',
            {},
            `These are the first ${shown} of ${size} characters. A model is sent all of them.`,
          ),
        ]
      : []),
  ];
}

// Start

async function showTools() {
  if (!(await session.finish())) {
    return;
  }
  byId('tools-title').scrollIntoView();
  say('Reading your tools …');
  const [tools, info] = await Promise.all([
    session.listTools(),
    session.readInfo(),
  ]);
  byId('tools-intro').hidden = true;
  offerSignIn();
  byId('tools-list').replaceChildren(...toolList(tools, info));
  const count = tools.length === 1 ? '1 tool' : `${tools.length} tools`;
  say(`${count}, as ${session.subject()} has them here.`);
}

async function startTools() {
  byId('tools-without-script').hidden = true;
  byId('tools-intro').hidden = false;
  const here = `${location.origin}${location.pathname}`.replace(/\/$/, '');
  if (here !== url) {
    const link = element('a', { href: url }, url);
    say('Signing in works at the address of this server only. Open ', link);
    return;
  }
  byId('see-tools').addEventListener('click', () => {
    say('');
    session.begin().catch(sayFailure);
  });
  offerSignIn();
  await showTools();
}

for (const button of document.querySelectorAll('[data-copy]')) {
  const source = button.nextElementSibling;
  enableCopy(button, source, () => source.textContent);
}
if (session) {
  startTools().catch(sayFailure);
}
