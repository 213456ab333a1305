import assert from 'node:assert/strict';

const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'];

export async function checkLook(run, visitor) {
  await run.step('light and dark, on a phone and a screen', () =>
    checkLayouts(visitor),
  );
  await run.step('everything is reached and used by keyboard', () =>
    checkKeyboard(visitor),
  );
}

async function checkLayouts(visitor) {
  const page = await visitor.open('/odd');
  await page
    .locator('details')
    .evaluateAll(all => all.forEach(one => Object.assign(one, { open: true })));
  const grounds = new Set();
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      const where = `${width} px, ${colorScheme}`;
      await visitor.look({ width, colorScheme });
      await visitor.assertNoOverflow(where);
      await visitor.assertAccessible(where);
      grounds.add(
        await page.evaluate(
          () => getComputedStyle(document.body).backgroundColor,
        ),
      );
    }
  }
  assert.equal(grounds.size, 2, 'light and dark look the same');
}

async function checkKeyboard(visitor) {
  const page = await visitor.open();
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
  await page.getByRole('button', { name: 'Copy: Claude Code' }).focus();
  await page.keyboard.press('Enter');
  assert.match(await visitor.copied(), /^claude mcp add/);
  await page.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  const isOpen = await page
    .locator('details')
    .first()
    .evaluate(one => one.open);
  assert.equal(isOpen, true);
}
