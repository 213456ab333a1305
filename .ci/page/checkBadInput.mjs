import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { listen } from '../harness/listen.mjs';

const AUTH_SILENT = 'The sign-in of this portal does not answer at the moment';

/** Each ends with a sentence, and with a page that can be used. */
export async function checkBadInput(run, visitor) {
  const { backend, page } = visitor;
  const button = page.getByRole('button', { name: 'See my tools' });

  async function assertUsable() {
    assert.equal(await page.locator('a.button').count(), 6);
    await button.waitFor();
    // Neither the code nor the state stays in the address.
    assert.equal(page.url(), backend.url);
  }

  await run.step('a visitor who declines', async () => {
    await visitor.open();
    await button.click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await visitor.assertStatus('You declined, so your tools are not shown.');
    await assertUsable();
  });
  await run.step('a sign-in that this tab did not start', async () => {
    for (const query of [
      'code=stolen&state=x',
      'code=stolen&state=',
      'error=x&error_description=Call+us&state=x',
    ]) {
      await visitor.open(`?${query}`);
      await visitor.assertStatus('This sign-in was not started in this tab');
      assert.equal(await page.getByText('Call us').count(), 0);
      await assertUsable();
    }
  });
  await run.step('an auth backend that is down', async () => {
    const auth = url => url.pathname.includes('/api/auth/');
    await page.route(auth, route => route.abort());
    await button.click();
    await visitor.assertStatus(AUTH_SILENT);
    await page.unroute(auth);
    await assertUsable();
  });
  await run.step('a server that is not there', async () => {
    await visitor.open('/nowhere');
    await page.getByText('There is no MCP server at this address').waitFor();
    await page
      .getByRole('link', { name: 'Acme Bicycles', exact: true })
      .click();
    await assertUsable();
  });
  await run.step('the page at another address', async () => {
    const { port, pathname } = new URL(backend.url);
    await page.goto(`http://127.0.0.1:${port}${pathname}`);
    await visitor.assertStatus(
      'Signing in works at the address of this server only.',
    );
    await page.getByRole('link', { name: backend.url }).waitFor();
    const line = `--transport http acme-bicycles ${backend.url}`;
    assert.equal(await page.getByText(line).count(), 4);
  });
  await run.step('a page of another origin', () => checkAttacker(run, visitor));
}

/** It can neither frame the page, nor read it, nor call the server. */
async function checkAttacker(run, { page, backend }) {
  const { url } = backend;
  const attacker = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html');
    res.end(`<iframe src="${url}"></iframe>`);
  });
  const { port, close } = await listen(attacker);
  run.onClose(close);
  await page.goto(`http://localhost:${port}`);
  const read = await page.evaluate(async address => {
    const requests = [
      fetch(address, { headers: { accept: 'text/html' } }),
      fetch(address, { method: 'POST' }),
    ];
    const settled = await Promise.allSettled(requests);
    return settled.map(({ status }) => status);
  }, url);
  assert.deepEqual(read, ['rejected', 'rejected']);
  const frame = page.frames()[1];
  await frame.waitForLoadState();
  assert.equal(await frame.locator('#connect').count(), 0);
}
