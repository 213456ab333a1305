import assert from 'node:assert/strict';
import { requirePackage } from './packages.mjs';

/** Machines of CI are slow at times. */
const WAIT_MS = 30_000;
const HEIGHT = 900;

/**
 * Has one tab for all checks, since opening one takes longer than most of them.
 * Keeps what the browser asked for and complained of.
 */
export class Visitor {
  /** URLs that the tab asked for. */
  asked = [];
  /** Errors in the console, and scripts that failed. */
  complaints = [];

  static async create({ browser, backend }) {
    const context = await browser.newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    return new Visitor({ browser, backend, page });
  }

  constructor({ browser, backend, page }) {
    this.browser = browser;
    this.backend = backend;
    this.page = page;
    page.on('request', request => this.asked.push(request.url()));
    page.on('pageerror', error => this.complaints.push(`${error}`));
    page.on('console', message => {
      if (message.type() === 'error') {
        this.complaints.push(message.text());
      }
    });
  }

  /** Loads what is at a path below the address of the default server. */
  async open(path = '', look = {}) {
    await this.look(look);
    await this.page.goto(`${this.backend.url}${path}`);
    return this.page;
  }

  /** Changes how the page is looked at. */
  async look({ width = 1280, height = HEIGHT, colorScheme = 'light' }) {
    await this.page.setViewportSize({ width, height });
    await this.page.emulateMedia({ colorScheme });
  }

  /** The page for a guest who has signed in, and sees the tools. */
  async openSignedIn(path, look) {
    const page = await this.open(path, look);
    await page.getByRole('button', { name: 'See my tools' }).click();
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.locator('.tool').first().waitFor();
    return page;
  }

  async copied() {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async assertNoOverflow(where) {
    const { scrollWidth, innerWidth } = await this.page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      innerWidth: window.innerWidth,
    }));
    assert.ok(
      scrollWidth <= innerWidth,
      `${where}: ${scrollWidth} px wide in ${innerWidth} px`,
    );
  }

  async assertAccessible(where) {
    if (await this.page.evaluate(() => !globalThis.axe)) {
      await this.page.evaluate(requirePackage('axe-core').source);
    }
    const { violations, passes } = await this.page.evaluate(() =>
      globalThis.axe.run(),
    );
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
    );
    assert.deepEqual(found, [], where);
    assert.ok(passes.length > 10, `axe-core saw little of ${where}`);
  }

  /** Waits for the sentence in the part about tools. */
  async assertStatus(expected) {
    const status = this.page.locator('#tools-status');
    await status.filter({ hasText: expected }).waitFor();
  }
}
