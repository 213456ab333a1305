// What the page at a server's address is made of. It is set as text, never as markup.

/** A page has trouble with more in one element. */
const SHOWN_CHARACTERS = 50_000;

export const byId = id => document.getElementById(id);

export function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

export function paragraph(className, text) {
  return element('p', { className }, text);
}

export function titledList(title, items) {
  const list = items.map(item => element('li', {}, item));
  return items.length === 0
    ? []
    : [element('h3', {}, title), element('ul', {}, ...list)];
}

/** Text or JSON to read and to copy. */
export function toBlock(label, value) {
  const isText = typeof value === 'string';
  const text = isText ? value : JSON.stringify(value, undefined, 2);
  const named = { tabIndex: 0, role: 'group', ariaLabel: label };
  const pre = element('pre', named, text.slice(0, SHOWN_CHARACTERS));
  const button = element('button', { type: 'button' }, 'Copy');
  enableCopy(button, pre, text);
  const parts = [paragraph('soft', label), button, pre];
  const cut = `These are the first ${SHOWN_CHARACTERS} of ${text.length} characters. A model is sent all of them.`;
  return [
    element('div', { className: 'copy' }, ...parts),
    text.length > SHOWN_CHARACTERS ? cut : '',
  ];
}

export function enableCopy(button, source, text) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.textContent = await copy(text, source);
    setTimeout(() => button.replaceChildren('Copy'), 2_000);
  });
}

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
