import assert from 'node:assert/strict';
import {
  assertAccessible,
  assertNoOverflow,
  assertStatus,
} from './Visitor.mjs';

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
      await assertStatus(page, 'as user:default/guest has them here');
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
    await assertAccessible(page, 'the tools');
    await page.setViewportSize({ width: 360, height: 800 });
    await assertNoOverflow(page, 'the tools at 360 px');
    await page.emulateMedia({ colorScheme: 'dark' });
    await assertAccessible(page, 'the tools in dark');
    await page.context().close();
  });
  await run.step('sign in by keyboard, with a static client', () =>
    checkStaticClient(visitor),
  );
  await run.step('no complaint of the browser, no other origin', async () => {
    assert.deepEqual(visitor.complaints, []);
    const { origin } = new URL(visitor.backend.url);
    const foreign = visitor.asked.filter(
      asked => new URL(asked).origin !== origin,
    );
    assert.deepEqual(
      foreign.filter(asked => !asked.startsWith('data:')),
      [],
    );
    run.note(`${visitor.asked.length} requests`);
  });
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
  await page.context().close();
}
