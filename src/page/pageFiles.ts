import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The build keeps the folders of `src`, so `dist/page` is as deep. */
const ROOT = dirname(require.resolve('../../package.json'));

/** A file that stands in the page, and what its Content-Security-Policy calls it. */
export interface PageFile {
  readonly text: string;
  /** CSP Level 3 §2.3.1, hash-source. */
  readonly hash: string;
}

export interface PageFiles {
  readonly script: PageFile;
  readonly style: PageFile;
}

/** Each imports from those before it only. */
const MODULES = [
  'elements.js',
  'signIn.js',
  'session.js',
  'tools.js',
  'page.js',
];
/** A script that stands in a page imports nothing: its modules become one. */
const MODULE_SYNTAX = /^(import [^;]*;\n|export )/gm;
/** What would end the element that the file stands in. */
const CLOSING_TAG = /<\/(script|style)/i;

/** Reads `assets/`, once at start. */
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
