import assert from 'node:assert/strict';
import { requirePackage } from './packages.mjs';

/** Machines of CI are slow at times. */
const WAIT_MS = 30_000;

/** Opens the page in fresh contexts, and keeps what the browser asked for and complained of. */
export class Visitor {
  #browser;
  /** URLs that any page asked for, over all contexts. */
  asked = [];
  /** Errors in the console, and scripts that failed. */
  complaints = [];

  static create(options) {
    return new Visitor(options);
  }

  constructor({ browser, backend }) {
    this.#browser = browser;
    this.backend = backend;
  }

  /** A tab at a path below the address of the default server. */
  async open(path = '', options = {}) {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    context.setDefaultTimeout(WAIT_MS);
    context.on('request', request => this.asked.push(request.url()));
    const page = await context.newPage();
    page.on('console', message => {
      if (message.type() === 'error') {
        this.complaints.push(message.text());
      }
    });
    page.on('pageerror', error => this.complaints.push(`${error}`));
    await page.goto(`${this.backend.url}${path}`);
    return page;
  }

  /** A tab of a guest who has signed in, and sees the tools. */
  async openSignedIn(path, options) {
    const page = await this.open(path, options);
    await signIn(page);
    return page;
  }

  /** To be called when complaints are what was expected. */
  forgetComplaints() {
    this.complaints = [];
  }
}

export async function signIn(page, answer = 'Authorize') {
  await page.getByRole('button', { name: 'See my tools' }).click();
  await page.getByRole('button', { name: answer }).click();
  await page
    .locator(answer === 'Authorize' ? '.tool' : '#see-tools')
    .first()
    .waitFor();
}

export async function assertNoOverflow(page, where) {
  const { scrollWidth, innerWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: window.innerWidth,
  }));
  assert.ok(
    scrollWidth <= innerWidth,
    `${where}: ${scrollWidth} px wide in ${innerWidth} px`,
  );
}

export async function assertAccessible(page, where) {
  const { source } = requirePackage('axe-core');
  await page.evaluate(source);
  const { violations, passes } = await page.evaluate(() =>
    globalThis.axe.run(),
  );
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
  assert.deepEqual(found, [], where);
  assert.ok(passes.length > 10, `axe-core saw little of ${where}`);
}

/** Waits for the sentence in the part about tools. */
export async function assertStatus(page, expected) {
  const status = page.locator('#tools-status');
  await status.filter({ hasText: expected }).waitFor();
}
