import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Which folders and packages each folder may import; ESLint reads the same table. */
const layers: Record<string, { own: string[]; packages: string[] }> =
  JSON.parse(readFileSync(join(__dirname, 'layers.json'), 'utf8'));

const MAX_FILE_LINES = 200;

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .filter(file => !/^(__testUtils__|contract)\//.test(file));

function importsOf(file: string): string[] {
  const source = readFileSync(join(__dirname, file), 'utf8');
  return [...source.matchAll(/\bfrom '([^']+)'/g)].map(match => match[1]);
}

/** Path from src/ of a relative import. */
function ownPath(file: string, specifier: string): string {
  return relative(__dirname, resolve(__dirname, dirname(file), specifier));
}

describe('the import table', () => {
  it('covers every folder of the source', () => {
    const folders = new Set(
      files.filter(file => file.includes('/')).map(file => file.split('/')[0]),
    );
    expect(Object.keys(layers).sort()).toEqual([...folders].sort());
  });

  it('is the one in docs/architecture.md', () => {
    const docs = readFileSync(
      join(__dirname, '../docs/architecture.md'),
      'utf8',
    );
    const rows = [...docs.matchAll(/^\| `(\w+)` +\| (.*?) +\|/gm)].map(
      ([, folder, own]) => [
        folder,
        [...own.matchAll(/`(\w+)`/g)].map(match => match[1]),
      ],
    );
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(
        Object.entries(layers).map(([folder, { own }]) => [folder, own]),
      ),
    );
  });

  it.each(files.filter(file => file.includes('/')))('holds for %s', file => {
    const folder = file.split('/')[0];
    const { own, packages } = layers[folder];
    const imported = importsOf(file).map(specifier =>
      specifier.startsWith('.')
        ? ownPath(file, specifier).split('/')[0]
        : specifier,
    );
    // The root is package.json, for the version.
    const allowed = [folder, '..', ...own, ...packages];
    expect(imported.filter(name => !allowed.includes(name))).toEqual([]);
  });

  it('lets nothing import the plugin but the entry point', () => {
    const importers = files.filter(file =>
      importsOf(file)
        .filter(specifier => specifier.startsWith('.'))
        .some(specifier => ownPath(file, specifier) === 'plugin'),
    );
    expect(importers).toEqual(['index.ts']);
  });

  it('is not switched off anywhere', () => {
    const silenced = files.filter(file =>
      /eslint-disable.*no-restricted-imports/.test(
        readFileSync(join(__dirname, file), 'utf8'),
      ),
    );
    expect(silenced).toEqual([]);
  });
});

it.each(files)(`%s has at most ${MAX_FILE_LINES} lines`, file => {
  const lines = readFileSync(join(__dirname, file), 'utf8').split('\n').length;
  expect(lines).toBeLessThanOrEqual(MAX_FILE_LINES + 1);
});
