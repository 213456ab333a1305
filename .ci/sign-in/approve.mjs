const VIEWPORT = { width: 1224, height: 820 };
/** Excludes the sidebar, which is empty in this app. */
const CLIP = { x: 224, y: 0, width: 1000, height: 820 };

/** Does what the user does in the browser: signs in, reads, approves. */
export async function approve(run, { browser, ...request }) {
  const page = await browser.newPage({ viewport: VIEWPORT });
  try {
    await approveOn(page, run, request);
  } catch (error) {
    if (!run.signal.aborted) {
      const text = await textOf(page).catch(() => 'nothing');
      error.message += `\n\n${page.url()} shows:\n${text}`;
    }
    throw error;
  }
}

async function approveOn(page, run, request) {
  const { authorizationUrl, clientName, callbackUrl, picture } = request;
  const authorize = page.getByRole('button', { name: 'Authorize' });

  await run.step('open the authorization page in Chromium', async () => {
    await page.goto(authorizationUrl.href);
    run.note(new URL(page.url()).pathname);
  });
  await run.step('sign in as guest', () =>
    page.getByRole('button', { name: 'Enter' }).click(),
  );
  await run.step('read who asks for access', async () => {
    await authorize.waitFor();
    const text = await textOf(page);
    for (const expected of [clientName, callbackUrl]) {
      if (!text.includes(expected)) {
        throw new Error(`The page does not show ${expected}`);
      }
    }
    await page.screenshot({
      path: picture,
      clip: CLIP,
      animations: 'disabled',
    });
    run.note(picture);
  });
  await run.step('approve', async () => {
    await authorize.click();
    await page.waitForURL(`${callbackUrl}?**`);
  });
}

function textOf(page) {
  return page.locator('body').innerText();
}
