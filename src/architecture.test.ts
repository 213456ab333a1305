import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * The import table of docs/architecture.md, derived from the source, so that
 * the lint rule that states it cannot be weakened unseen.
 */
const TABLE: Record<string, { own: RegExp; outside: RegExp }> = {
  tools: {
    own: /^$/,
    outside:
      /^(node:.*|@backstage\/(backend-plugin-api(\/alpha)?|errors|types)|minimatch|fastest-levenshtein|json-schema-traverse|lru-cache|ajv)$/,
  },
  config: {
    own: /^tools\/types$/,
    outside: /^(@backstage\/(config|errors|types)|bytes)$/,
  },
  limits: {
    own: /^tools\/types$/,
    outside:
      /^(node:(crypto|events)|@backstage\/backend-plugin-api|rate-limiter-flexible)$/,
  },
  observability: {
    own: /^tools\/(types|toolFailure|wellFormed|wellFormedError|loggableText|toLoggableError)$/,
    outside:
      /^(@backstage\/(backend-plugin-api(\/alpha)?|errors|types)|express)$/,
  },
  mcp: {
    own: /^(tools\/(types|toolDescription|errorText|cutText|wellFormed|loggableText|toLoggableError)|config\/types)$/,
    outside:
      /^(node:crypto|@backstage\/(backend-plugin-api|errors|types)|@modelcontextprotocol\/server)$/,
  },
  report: {
    own: /^(tools\/(types|callerKeys|toLoggableError|ToolCatalog|toolDescription|toolFilter)|config\/types|oauth\/(protectedResource|SignInWays))$/,
    outside: /^@backstage\/(backend-plugin-api|errors)$/,
  },
  oauth: {
    own: /^config\/types$/,
    outside:
      /^(@backstage\/(backend-plugin-api|types)|express|express-promise-router|lru-cache)$/,
  },
  http: {
    own: /^(mcp|oauth)\/.*|config\/types|tools\/(types|callerKeys|fitsWildcards|narrowing|wellFormed|loggableText|toLoggableError)$/,
    outside:
      /^(node:(async_hooks|events|net|timers\/promises|util|zlib)|@backstage\/(backend-plugin-api|errors)|@modelcontextprotocol\/.*|express|express-promise-router|minimatch)$/,
  },
};

const MAX_FILE_LINES = 200;

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .filter(file => !file.startsWith('__testUtils__'));

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
    expect(Object.keys(TABLE)).toEqual(expect.arrayContaining([...folders]));
  });

  it.each(files.filter(file => file.includes('/')))('holds for %s', file => {
    const folder = file.split('/')[0];
    const imports = importsOf(file);
    const own = imports
      .filter(specifier => specifier.startsWith('.'))
      .map(specifier => ownPath(file, specifier))
      .filter(path => !path.startsWith(`${folder}/`))
      .filter(path => path !== '../package.json');
    const outside = imports.filter(specifier => !specifier.startsWith('.'));
    expect(own.filter(path => !TABLE[folder].own.test(path))).toEqual([]);
    expect(outside.filter(name => !TABLE[folder].outside.test(name))).toEqual(
      [],
    );
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
