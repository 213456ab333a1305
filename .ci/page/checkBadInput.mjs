import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { assertStatus, signIn } from './Visitor.mjs';

const EXPIRED = 'Your sign-in has expired. Sign in again.';
const AUTH_SILENT = 'The sign-in of this portal does not answer at the moment';

/** Each ends with a sentence, and with a page that can be used. */
export async function checkBadInput(run, visitor) {
  const { backend } = visitor;
  const mcp = url => url.href === backend.url;

  async function assertUsable(page) {
    assert.equal(await page.locator('a.button').count(), 6);
    await page.getByRole('button', { name: 'See my tools' }).waitFor();
    await page.context().close();
  }

  await run.step('a visitor who declines', async () => {
    const page = await visitor.open();
    await signIn(page, 'Cancel');
    await assertStatus(page, 'You declined, so your tools are not shown.');
    assert.equal(page.url(), backend.url);
    await assertUsable(page);
  });
  await run.step(
    'an answer to a sign-in that this tab did not start',
    async () => {
      for (const query of [
        'code=stolen&state=x',
        'code=stolen&state=',
        'error=x&error_description=Call+us&state=x',
      ]) {
        const page = await visitor.open(`?${query}`);
        await assertStatus(page, 'This sign-in was not started in this tab');
        assert.ok(
          !(await page.locator('body').textContent()).includes('Call us'),
        );
        await assertUsable(page);
      }
    },
  );
  await run.step('a token that expires while the page is open', async () => {
    const page = await visitor.openSignedIn();
    const tool = page.locator('.tool').filter({ hasText: 'auth_who_am_i' });
    await tool.locator('summary').click();
    await page.route(mcp, route => route.fulfill({ status: 401, body: '{}' }));
    await tool.getByRole('button', { name: 'Call' }).click();
    await tool.getByText(EXPIRED).waitFor();
    await page.unroute(mcp);
    await assertUsable(page);
  });
  await run.step('a server that is gone, and one that fails', async () => {
    const page = await visitor.openSignedIn();
    const tool = page.locator('.tool').filter({ hasText: 'auth_who_am_i' });
    await tool.locator('summary').click();
    const button = tool.getByRole('button', { name: 'Call' });
    await page.route(mcp, route => route.abort());
    await button.click();
    await tool.getByText('The server did not answer.').waitFor();
    await page.unroute(mcp);
    await page.route(mcp, route =>
      route.fulfill({ status: 502, body: 'Bad gateway' }),
    );
    await button.click();
    await tool.getByText('The server refused: status 502').waitFor();
    await page.unroute(mcp);
    await button.click();
    await tool.getByText(/Answered in/).waitFor();
    await page.context().close();
  });
  await run.step('an auth backend that is down', async () => {
    const page = await visitor.open();
    const auth = url => url.pathname.includes('/api/auth/');
    await page.route(auth, route => route.abort());
    await page.getByRole('button', { name: 'See my tools' }).click();
    await assertStatus(page, AUTH_SILENT);
    assert.equal(page.url(), backend.url);
    await assertUsable(page);
  });
  await run.step('a server that is not there', async () => {
    const response = await fetch(`${backend.url}/nowhere`, {
      headers: { accept: 'text/html' },
    });
    assert.equal(response.status, 401);
  });
  await run.step('the page at another address', async () => {
    const { port, pathname } = new URL(backend.url);
    const page = await visitor.open();
    await page.goto(`http://127.0.0.1:${port}${pathname}`);
    await assertStatus(
      page,
      'Signing in works at the address of this server only.',
    );
    assert.equal(
      await page.getByRole('link', { name: backend.url }).count(),
      1,
    );
    assert.equal(
      await page
        .getByText(`--transport http acme-bicycles ${backend.url}`)
        .count(),
      4,
    );
    await page.context().close();
  });
  await run.step('a page of another origin cannot frame it', () =>
    checkFrames(run, visitor),
  );
}

async function checkFrames(run, visitor) {
  const { url } = visitor.backend;
  const attacker = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html');
    res.end(`<iframe src="${url}"></iframe>`);
  });
  run.onClose(() => {
    attacker.close();
    attacker.closeAllConnections();
  });
  await new Promise(done => attacker.listen(0, 'localhost', done));
  const page = await visitor.open();
  await page.goto(`http://localhost:${attacker.address().port}`);
  const read = await page.evaluate(async address => {
    const answers = await Promise.all([
      fetch(address, { headers: { accept: 'text/html' } }).then(
        () => 'read',
        () => 'refused',
      ),
      fetch(address, { method: 'POST' }).then(
        () => 'read',
        () => 'refused',
      ),
    ]);
    return answers;
  }, url);
  assert.deepEqual(read, ['refused', 'refused']);
  const frame = page.frames()[1];
  await frame.waitForLoadState();
  assert.equal(await frame.locator('#connect').count(), 0);
  await page.context().close();
}
