import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The build keeps the folders of `src`, so `dist/page` is equally deep. */
const ROOT = dirname(require.resolve('../../package.json'));

/**
 * A file that is inlined into the page, with its Content-Security-Policy
 * source.
 */
export interface PageFile {
  readonly text: string;
  /** CSP Level 3 §2.3.1, hash-source. */
  readonly hash: string;
}

export interface PageFiles {
  readonly script: PageFile;
  readonly style: PageFile;
}

/** Each module imports only from those before it. */
const MODULES = [
  'elements.js',
  'signIn.js',
  'session.js',
  'tools.js',
  'page.js',
];
/** An inlined script cannot import, so the modules become one script. */
const MODULE_SYNTAX = /^(import [^;]*;\n|export )/gm;
/** Would end the element that contains the file. */
const CLOSING_TAG = /<\/(script|style)/i;

/** Reads `assets/` once, at startup. */
export function readPageFiles(): PageFiles {
  return {
    script: toPageFile(
      MODULES.map(name => read(name).replace(MODULE_SYNTAX, '')).join(''),
    ),
    style: toPageFile(read('page.css')),
  };
}

function read(name: string): string {
  return readFileSync(join(ROOT, 'assets', name), 'utf8');
}

function toPageFile(text: string): PageFile {
  if (CLOSING_TAG.test(text)) {
    throw new Error('A file of the page has a closing tag in it');
  }
  const digest = createHash('sha256').update(text).digest('base64');
  return { text, hash: `'sha256-${digest}'` };
}
