import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../docs/images', import.meta.url));
const VIEWPORT = { width: 960, height: 780 };

/** What README and documentation show. */
export async function takePictures(run, visitor) {
  const shoot = (page, name) => {
    const path = `${FOLDER}/${name}.png`;
    run.note(path);
    return page.screenshot({ path, animations: 'disabled' });
  };
  await run.step('the page', async () => {
    const page = await visitor.open('', VIEWPORT);
    await shoot(page, 'page');
  });
  await run.step('the tools of a user', async () => {
    const page = await visitor.openSignedIn('', VIEWPORT);
    const tool = page
      .locator('.tool')
      .filter({ hasText: 'oncall_find_engineer' });
    await tool.locator('summary').click();
    await tool.getByLabel(/^service /).fill('order-service');
    await tool.getByRole('button', { name: 'Call' }).click();
    await tool.locator('pre').first().waitFor();
    await tool.evaluate(one => one.scrollIntoView());
    await shoot(page, 'page-tools');
  });
  return 'pictures taken';
}
