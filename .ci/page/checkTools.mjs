import assert from 'node:assert/strict';

const BAD_GATEWAY = { status: 502, body: 'Bad gateway' };

/** A form of the tool, open. */
async function openTool(page, name) {
  const tool = page
    .locator('.tool')
    .filter({ has: page.getByText(name, { exact: true }) });
  await tool.locator('summary').click();
  return tool;
}

async function call(tool) {
  await tool.getByRole('button', { name: 'Call' }).click();
  await tool.locator('pre').first().waitFor();
}

export async function checkTools(run, visitor) {
  let page;
  await run.step(
    'sign in as guest, with the document of the page',
    async () => {
      page = await visitor.openSignedIn();
      await visitor.assertStatus('as user:default/guest has them here');
      run.note(await page.locator('#tools-status').textContent());
    },
  );
  await run.step('the code and the token are nowhere to be found', async () => {
    const found = await page.evaluate(() => ({
      address: location.href,
      session: { ...sessionStorage },
      local: { ...localStorage },
      cookies: document.cookie,
    }));
    assert.deepEqual(found, {
      address: visitor.backend.url,
      session: {},
      local: {},
      cookies: '',
    });
  });
  await run.step(
    'tools with titles and hints, and what is left out',
    async () => {
      const summary = page
        .locator('summary')
        .filter({ hasText: 'catalog_get_catalog_entity' });
      assert.match(await summary.textContent(), /changes nothing/);
      const greet = await openTool(page, 'my_custom_plugin_greet_user');
      await greet
        .getByText('This page calls only tools that change nothing.')
        .waitFor();
      assert.equal(await greet.getByRole('button').count(), 0);
      const leftOut = await page
        .locator('h3:text("Left out") + ul')
        .textContent();
      assert.match(leftOut, /^odd:rotate-keys: .*secrets/);
    },
  );
  await run.step('call a tool as a model does', async () => {
    const tool = await openTool(page, 'auth_who_am_i');
    await call(tool);
    const text = await tool.locator('pre').first().textContent();
    assert.match(text, /user:default\/guest/);
    assert.match(
      await tool.getByRole('status').textContent(),
      /Answered in \d+ ms/,
    );
  });
  await run.step('a refused call shows what a model reads', async () => {
    const tool = await openTool(page, 'my_custom_plugin_find_missing_report');
    await call(tool);
    const text = await tool.locator('pre').first().textContent();
    assert.match(text, /^NotFoundError: Report 42 not found/);
    assert.match(
      await tool.getByRole('status').textContent(),
      /The tool refused/,
    );
  });
  await run.step('a form of each kind of input', () => checkForm(page));
  await run.step('an answer of 3 MB', async () => {
    const tool = await openTool(page, 'odd_huge');
    await call(tool);
    await tool
      .getByText('These are the first 50000 of 3000000 characters')
      .waitFor();
  });
  await run.step('a title with <script> in it is text', async () => {
    const tool = await openTool(page, 'odd_markup');
    await call(tool);
    assert.match(
      await tool.textContent(),
      /<script>window.owned = 1<\/script>/,
    );
    assert.match(await tool.textContent(), /<b onclick="owned = 3">bold<\/b>/);
    assert.equal(await page.evaluate(() => globalThis.owned), undefined);
  });
  await run.step('the list has no overflow and no violation', async () => {
    await visitor.assertAccessible('the tools');
    await visitor.look({ width: 360, colorScheme: 'dark' });
    await visitor.assertNoOverflow('the tools at 360 px');
    await visitor.assertAccessible('the tools in dark');
    await visitor.look({});
  });
  await checkFailures(run, visitor);
  await run.step('sign in by keyboard, with a static client', () =>
    checkStaticClient(visitor),
  );
}

/** Each ends with a sentence, and with a page that can be used. */
async function checkFailures(run, visitor) {
  const { page, backend } = visitor;
  const mcp = url => url.href === backend.url;
  const answers = {
    'The server did not answer.': route => route.abort(),
    'The server refused: status 502': route => route.fulfill(BAD_GATEWAY),
    'Your sign-in has expired. Sign in again.': route =>
      route.fulfill({ status: 401, body: '{}' }),
  };
  const expected = visitor.complaints.length;
  await run.step(
    'a server that is gone, and a token that expired',
    async () => {
      const tool = page.locator('.tool').filter({ hasText: 'auth_who_am_i' });
      const button = tool.getByRole('button', { name: 'Call' });
      for (const [sentence, answer] of Object.entries(answers)) {
        await button.click();
        await tool.getByText(/Answered in/).waitFor();
        await page.route(mcp, answer);
        await button.click();
        await tool.getByText(sentence).waitFor();
        await page.unroute(mcp);
      }
      await page.getByRole('button', { name: 'See my tools' }).waitFor();
    },
  );
  // The browser reports what it was answered.
  visitor.complaints.length = expected;
}

async function checkForm(page) {
  const tool = await openTool(page, 'odd_echo');
  await tool.getByLabel('text').fill('Hello');
  await tool.getByLabel('count').fill('3');
  await tool.getByLabel('loud').selectOption('true');
  await tool.getByLabel('color').selectOption('blue');
  await tool.getByLabel('tags').fill('["a", "b"');
  await tool.getByRole('button', { name: 'Call' }).click();
  await tool.getByText('is not JSON. Correct it, then call again.').waitFor();
  await tool.getByLabel('tags').fill('["a", "b"]');
  await call(tool);
  const text = await tool.locator('pre').first().textContent();
  assert.deepEqual(JSON.parse(text), {
    text: 'Hello',
    count: 3,
    loud: true,
    color: 'blue',
    tags: ['a', 'b'],
  });
}

async function checkStaticClient(visitor) {
  const page = await visitor.open('/odd');
  await page.getByRole('button', { name: 'See my tools' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('odd-page asks to act as you').waitFor();
  await page.getByRole('button', { name: 'Authorize' }).focus();
  await page.keyboard.press('Enter');
  const summary = page.locator('summary').filter({ hasText: 'auth_who_am_i' });
  await summary.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Call' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText(/Answered in \d+ ms/).waitFor();
}
