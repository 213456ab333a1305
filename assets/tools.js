// A tool on the page at a server's address: what it is, and a form to call it.
import { element, paragraph, titledList, toBlock } from './elements.js';
import { callTool } from './session.js';
import { attempt } from './signIn.js';

const HINTS = [
  ['readOnlyHint', true, 'changes nothing'],
  ['readOnlyHint', false, 'may change something'],
  ['destructiveHint', true, 'may destroy'],
  ['idempotentHint', true, 'safe to repeat'],
  ['openWorldHint', true, 'reaches outside'],
];

/** Hundreds of tools have hundreds of forms; each is made when it is looked at. */
export function toolDetails(tool, { changes, sentenceOf }) {
  const { name, title = name, description = '', annotations = {} } = tool;
  const tags = HINTS.filter(([key, value]) => annotations[key] === value).map(
    ([, , text]) => element('span', { className: 'tag' }, text),
  );
  const code = element('code', {}, name);
  const summary = element('summary', {}, `${title} `, code, ...tags);
  const details = element('details', { className: 'tool' }, summary);
  const fill = () =>
    details.append(
      paragraph('text', description),
      ...titledList('Not as its author wrote it', changes),
      annotations.readOnlyHint === true
        ? callForm(tool, sentenceOf)
        : paragraph('soft', 'This page calls only tools that change nothing.'),
    );
  details.addEventListener('toggle', fill, { once: true });
  return details;
}

function callForm({ name, inputSchema }, sentenceOf) {
  const { properties = {}, required = [] } = inputSchema;
  const fields = Object.entries(properties).map(([key, schema]) =>
    toField(key, Object(schema), required.includes(key)),
  );
  const answer = element('div', { role: 'status' });
  const nodes = fields.map(({ node }) => node);
  const button = element('button', {}, 'Call');
  // The server answers mistakes as it answers those of a model.
  const form = element('form', { noValidate: true }, ...nodes, button, answer);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    answer.replaceChildren('Calling …');
    const failed = error => [paragraph('bad', sentenceOf(error))];
    answer.replaceChildren(...(await call(name, fields).catch(failed)));
  });
  return form;
}

/** One control; empty text is no argument. */
function toField(name, schema, isRequired) {
  const [type] = [schema.type].flat();
  const choices = type === 'boolean' ? [true, false] : schema.enum;
  const isShort = ['string', 'number', 'integer'].includes(type);
  const field = isShort ? ['input'] : ['textarea', { placeholder: 'JSON' }];
  const control = choices
    ? element('select', {}, element('option', { value: '' }, 'not set'))
    : element(...field);
  for (const choice of choices ?? []) {
    const value = JSON.stringify(choice);
    control.append(element('option', { value }, `${choice}`));
  }
  const parse = choices || type !== 'string' ? JSON.parse : text => text;
  const mistake = `${name} is not JSON. Correct it, then call again.`;
  const label = isRequired ? `${name} (required)` : name;
  const hint = element('span', { className: 'soft' }, schema.description ?? '');
  return {
    node: element('label', {}, label, hint, control),
    async entry() {
      const text = control.value;
      return text && [name, await attempt(() => parse(text), mistake)];
    },
  };
}

async function call(name, fields) {
  const entries = await Promise.all(fields.map(field => field.entry()));
  const args = Object.fromEntries(entries.filter(Boolean));
  const startedMs = performance.now();
  const { content, structuredContent, isError } = await callTool(name, args);
  const ms = Math.round(performance.now() - startedMs);
  const verdict = isError
    ? `The tool refused, after ${ms}`
    : `Answered in ${ms}`;
  const blocks = content.flatMap(({ type, text, ...block }) =>
    toBlock(type, text ?? { type, ...block }),
  );
  if (structuredContent !== undefined) {
    const label = 'structuredContent, in place of the text in some clients';
    blocks.push(...toBlock(label, structuredContent));
  }
  const className = isError ? 'bad' : '';
  return [paragraph(className, `${verdict} ms. A model reads:`), ...blocks];
}
