import assert from 'node:assert/strict';
import { assertAccessible, assertNoOverflow } from './Visitor.mjs';

const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'];

export async function checkLook(run, visitor) {
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      const where = `${width} px, ${colorScheme}`;
      await run.step(`no overflow, no violation by axe-core: ${where}`, () =>
        checkLayout(visitor, { width, colorScheme, where }),
      );
    }
  }
  await run.step('light and dark differ', async () => {
    const [light, dark] = await Promise.all(
      SCHEMES.map(async colorScheme => {
        const page = await visitor.open('', { colorScheme });
        const color = await page.evaluate(
          () => getComputedStyle(document.body).backgroundColor,
        );
        await page.context().close();
        return color;
      }),
    );
    assert.notEqual(light, dark);
  });
  await run.step('everything is reached and used by keyboard', () =>
    checkKeyboard(visitor),
  );
}

async function checkLayout(visitor, { width, colorScheme, where }) {
  const page = await visitor.open('/odd', {
    viewport: { width, height: 800 },
    colorScheme,
  });
  await page
    .locator('details')
    .evaluateAll(all => all.forEach(one => Object.assign(one, { open: true })));
  await assertNoOverflow(page, where);
  await assertAccessible(page, where);
  await page.context().close();
}

async function checkKeyboard(visitor) {
  const page = await visitor.open('', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const wanted = await page
    .locator('a, button, summary, pre')
    .filter({ visible: true })
    .count();
  const seen = new Set();
  for (let presses = 0; presses < wanted + 5; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      const { outlineStyle } = getComputedStyle(activeElement);
      const all = [...document.querySelectorAll('*')];
      return {
        index: all.indexOf(activeElement),
        tag: activeElement.tagName,
        outlineStyle,
      };
    });
    if (focused.tag !== 'BODY') {
      assert.notEqual(
        focused.outlineStyle,
        'none',
        `${focused.tag} shows no focus`,
      );
      seen.add(focused.index);
    }
  }
  assert.equal(seen.size, wanted);
  const copy = page.getByRole('button', { name: 'Copy: Claude Code' });
  await copy.focus();
  await page.keyboard.press('Enter');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^claude mcp add/);
  await page.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  assert.equal(
    await page
      .locator('details')
      .first()
      .evaluate(one => one.open),
    true,
  );
  await page.context().close();
}
