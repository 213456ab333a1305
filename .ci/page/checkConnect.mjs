import assert from 'node:assert/strict';

const NAME = 'acme-bicycles';

/** What each button hands over, decoded as its client decodes it. */
const LINKS = {
  'Add to Cursor': ({ searchParams }) => ({
    name: searchParams.get('name'),
    ...JSON.parse(atob(searchParams.get('config'))),
  }),
  'Add to VS Code': ({ search }) =>
    JSON.parse(decodeURIComponent(search.slice(1))),
  'Add to VS Code Insiders': ({ search }) =>
    JSON.parse(decodeURIComponent(search.slice(1))),
  'Add to Kiro': ({ searchParams }) => ({
    name: searchParams.get('name'),
    ...JSON.parse(searchParams.get('config')),
  }),
  'Add to LM Studio': ({ searchParams }) => ({
    name: searchParams.get('name'),
    ...JSON.parse(atob(searchParams.get('config'))),
  }),
  'Add to goose': ({ searchParams }) => ({
    name: searchParams.get('name'),
    url: searchParams.get('url'),
    type: searchParams.get('type'),
  }),
};

const SCHEMES = {
  'Add to Cursor': 'cursor://anysphere.cursor-deeplink/mcp/install?',
  'Add to VS Code': 'vscode:mcp/install?',
  'Add to VS Code Insiders': 'vscode-insiders:mcp/install?',
  'Add to Kiro': 'https://kiro.dev/launch/mcp/add?',
  'Add to LM Studio': 'lmstudio://add_mcp?',
  'Add to goose': 'goose://extension?',
};

const TYPES = {
  'Add to VS Code': { type: 'http' },
  'Add to VS Code Insiders': { type: 'http' },
  'Add to goose': { type: 'streamable_http' },
};

export async function checkConnect(run, visitor) {
  const { url } = visitor.backend;
  const commands = {
    Address: url,
    'Claude Code': `claude mcp add --transport http ${NAME} ${url}`,
    Codex: `codex mcp add ${NAME} --url ${url}`,
    'Copilot CLI': `copilot mcp add --transport http ${NAME} ${url}`,
    'Gemini CLI': `gemini mcp add --scope user --transport http ${NAME} ${url}`,
    'Qwen Code': `qwen mcp add --transport http ${NAME} ${url}`,
  };

  await run.step('each button hands over the name and the URL', async () => {
    const page = await visitor.open();
    const hrefs = await page
      .locator('a.button')
      .evaluateAll(links => links.map(link => [link.textContent, link.href]));
    assert.deepEqual(
      hrefs.map(([label]) => label),
      Object.keys(LINKS),
    );
    for (const [label, href] of hrefs) {
      assert.ok(href.startsWith(SCHEMES[label]), href);
      const given = LINKS[label](new URL(href));
      assert.deepEqual(given, { name: NAME, url, ...TYPES[label] }, label);
    }
  });

  await run.step('each copy button copies its text', async () => {
    const { page } = visitor;
    for (const [label, expected] of Object.entries(commands)) {
      await page
        .getByRole('button', { name: `Copy: ${label}`, exact: true })
        .click();
      assert.equal(await visitor.copied(), expected, label);
    }
    await page.getByRole('button', { name: 'Copy: Catalog entity' }).click();
    const entity = await visitor.copied();
    assert.match(entity, /type: mcp-server/);
    assert.ok(entity.includes(`url: ${JSON.stringify(url)}`), entity);
  });

  await run.step('all of it works without JavaScript', async () => {
    const context = await visitor.browser.newContext({
      javaScriptEnabled: false,
    });
    const page = await context.newPage();
    await page.goto(url);
    assert.equal(await page.locator('a.button').count(), 6);
    assert.equal(await page.locator('button:visible').count(), 0);
    await page.getByText('This part needs JavaScript.').waitFor();
    await page.getByText('ChatGPT', { exact: true }).click();
    await page.getByText('Switch on developer mode').waitFor();
    await context.close();
  });

  await run.step('a name with <script> in it is text', async () => {
    const page = await visitor.open('/odd');
    const heading = await page.getByRole('heading', { level: 1 }).textContent();
    assert.equal(heading, 'Odd <script>window.owned = 4</script> & "co"');
    assert.equal(await page.evaluate(() => globalThis.owned), undefined);
  });
}
