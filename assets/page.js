// The page at a server's address: copy buttons, and "See my tools". readPageFiles puts
// it into the page, after the files that it imports.
import { byId, element, enableCopy, titledList } from './elements.js';
import { isSignedIn, listTools, readInfo } from './session.js';
import { startSession, subject } from './session.js';
import { beginSignIn, Sentence, signIn, url } from './signIn.js';
import { toolDetails } from './tools.js';

function say(...content) {
  byId('tools-status').replaceChildren(...content);
}

/** Offers the sign-in, too, if there is no session any more. */
function sentenceOf(error) {
  byId('tools-buttons').hidden = isSignedIn();
  const unexpected = `This page failed: ${error}. Reload it.`;
  return error instanceof Sentence ? error.message : unexpected;
}

async function showTools() {
  byId('tools-title').scrollIntoView();
  say('Reading your tools …');
  const [tools, info] = await Promise.all([listTools(), readInfo()]);
  const changesOf = new Map(info.tools.map(each => [each.name, each.changes]));
  const omitted = info.omitted.map(each => `${each.actionId}: ${each.reason}`);
  const details = tools.map(tool =>
    toolDetails(tool, { changes: changesOf.get(tool.name) ?? [], sentenceOf }),
  );
  byId('tools-list').append(...details, ...titledList('Left out', omitted));
  const count = tools.length === 1 ? '1 tool' : `${tools.length} tools`;
  say(`${count}, as ${subject()} has them here.`);
}

async function startTools() {
  const here = `${location.origin}${location.pathname}`.replace(/\/$/, '');
  if (here !== url) {
    const link = element('a', { href: url }, url);
    say('Signing in works at the address of this server only. Open ', link);
    return;
  }
  say('Sign in to see your tools, and to try those that change nothing.');
  byId('see-tools').addEventListener('click', () => {
    say();
    beginSignIn().catch(error => say(sentenceOf(error)));
  });
  if (await startSession()) {
    await showTools();
  }
  byId('tools-buttons').hidden = isSignedIn();
}

for (const button of document.querySelectorAll('[data-copy]')) {
  const source = button.nextElementSibling;
  enableCopy(button, source, source.textContent);
}
if (signIn) {
  startTools().catch(error => say(sentenceOf(error)));
}
