import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import ts from 'typescript';
import { readMcpActionsConfig } from './config/readMcpActionsConfig';
import { connectOptionsOf } from './page/clients';

const ROOT = join(__dirname, '..');
const DOCS = readdirSync(join(ROOT, 'docs'))
  .filter(file => file.endsWith('.md'))
  .map(file => `docs/${file}`);

/** Backstage reads its configuration with it. */
const yaml: { parse(text: string): unknown } = createRequire(
  require.resolve('@backstage/cli/package.json'),
)('yaml');

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The fenced blocks of a language, on all pages. */
function blocksOf(language: string) {
  const fenced = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm');
  return ['README.md', ...DOCS].flatMap(page =>
    [...read(page).matchAll(fenced)].map(([, text], index) => ({
      block: `${page}, ${language} ${index + 1}`,
      text,
    })),
  );
}

describe('a page', () => {
  it.each(DOCS)('opens with what it is for: %s', page => {
    // A heading, then a paragraph.
    expect(read(page)).toMatch(/^# .+\n\n[A-Z`].*[.:]\n/);
  });

  it.each(DOCS)('is reached from the README: %s', page => {
    expect(read('README.md')).toContain(`](${page}`);
  });
});

describe('an example', () => {
  it.each(blocksOf('json'))('is JSON: $block', ({ text }) => {
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it.each(blocksOf('yaml'))(
    'is a configuration that the plugin accepts: $block',
    ({ text }) => {
      const data = Object(yaml.parse(text));
      expect(() => readMcpActionsConfig(new ConfigReader(data))).not.toThrow();
    },
  );

  it.each(blocksOf('ts'))('is TypeScript: $block', ({ text }) => {
    const { diagnostics } = ts.transpileModule(text, {
      reportDiagnostics: true,
    });
    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  });
});

describe('a command', () => {
  const lines = blocksOf('bash').flatMap(({ text }) =>
    text.split('\n').map(line => line.replace(/ +#.*/, '')),
  );
  const { scripts } = JSON.parse(read('package.json'));

  it.each([
    ...new Set(
      lines.join('\n').match(/(?<=^|&& )(npm run|npm|yarn) [a-z:]+/gm),
    ),
  ])('runs a script that exists: %s', command => {
    const [script] = command.split(' ').slice(-1);
    expect(['install', ...Object.keys(scripts)]).toContain(script);
  });

  it.each([...new Set(lines.join('\n').match(/^\.ci\/\S+/gm))])(
    'is a check that exists: %s',
    path => {
      expect(existsSync(join(ROOT, path))).toBe(true);
    },
  );

  it.each([...new Set(lines.filter(line => /^claude mcp add/.test(line)))])(
    'is the one that the page has: %s',
    line => {
      const credentials = line.includes('--header') ? 'token' : 'sign-in';
      const url = 'http://localhost:7007/api/mcp-actions/v1';
      expect(
        connectOptionsOf({ name: 'backstage', url, credentials }),
      ).toContainEqual({
        client: 'Claude Code',
        kind: 'command',
        command: line,
      });
    },
  );
});
