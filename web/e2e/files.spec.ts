/** Files of a record are put on it and looked at without leaving the page. */
import { call, dialog, NARROW, signIn } from './support/steps';
import { expect, REP, test } from './support/test';

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF`;
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEA'
  + 'X+XDSwAAAABJRU5ErkJggg==';

test('a text, a picture and a PDF are looked at', async ({ page }) => {
  await signIn(page, REP);
  const { id } = await call<{ id: string }>(page, 'POST', '/accounts', { name: 'Ромашка' });
  await page.goto(`/o/accounts/${id}?tab=files`);
  await page.locator('.files input[type=file]').setInputFiles([
    { name: 'смета.txt', mimeType: 'text/plain', buffer: Buffer.from('Сорок плит гранита') },
    { name: 'точка.png', mimeType: 'image/png', buffer: Buffer.from(DOT, 'base64') },
    { name: 'договор.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) },
    { name: 'страница.html', mimeType: 'text/html', buffer: Buffer.from('<b>нет</b>') },
  ]);
  await expect(page.getByText('договор.pdf')).toBeVisible();
  await page.getByRole('button', { name: 'смета.txt', exact: true }).click();
  await expect(dialog(page)).toContainText('Сорок плит гранита');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'точка.png', exact: true }).click();
  await expect(dialog(page).getByRole('img', { name: 'точка.png' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'договор.pdf', exact: true }).click();
  const frame = dialog(page).locator('iframe[title="договор.pdf"]');
  await expect(frame).toHaveAttribute('src', /^blob:/);
  await page.keyboard.press('Escape');
  // What could act inside the page is only handed out.
  await expect(page.getByRole('link', { name: 'страница.html' })).toBeVisible();
});

test.describe('on a bad line', () => {
  test.use({ said: /ERR_FAILED/ });

  test('what was dropped and failed is sent again, what is too large is not', async ({ page }) => {
    await signIn(page, REP);
    const { id } = await call<{ id: string }>(page, 'POST', '/accounts', { name: 'Ромашка' });
    await page.goto(`/o/accounts/${id}?tab=files`);
    await page.route('**/api/v1/files?name=*', (route) =>
      (decodeURIComponent(route.request().url()).includes('смета')
        ? route.abort() : route.continue()));
    const drop = page.locator('.file-drop');
    await expect(drop).toBeVisible();
    const carried = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      for (const name of ['договор.txt', 'смета.txt']) {
        data.items.add(new File(['x'], name, { type: 'text/plain' }));
      }
      return data;
    });
    await drop.dispatchEvent('dragenter', { dataTransfer: carried });
    await expect(page.getByText('Отпустите, чтобы добавить файлы')).toBeVisible();
    await drop.dispatchEvent('drop', { dataTransfer: carried });
    await expect(page.getByRole('button', { name: 'договор.txt', exact: true })).toBeVisible();
    const failed = page.getByRole('list', { name: 'Загружаются' }).getByRole('listitem');
    await expect(failed).toHaveCount(1);
    await expect(failed).toContainText('смета.txt');
    await expect(failed.getByRole('alert')).not.toBeEmpty();
    await page.unroute('**/api/v1/files?name=*');
    await failed.getByRole('button', { name: 'Повторить' }).click();
    await expect(page.getByRole('button', { name: 'смета.txt', exact: true })).toBeVisible();
    await expect(failed).toHaveCount(0);

    await page.evaluate(() => {
      // A gigabyte is not made for a test: the browser says so of a small one.
      const size = Object.getOwnPropertyDescriptor(Blob.prototype, 'size')!;
      Object.defineProperty(Blob.prototype, 'size', {
        get() {
          return (this as File).name === 'фильм.mp4' ? 2 ** 31 : (size.get!.call(this) as number);
        },
      });
    });
    await page.locator('.files input[type=file]').setInputFiles(
      { name: 'фильм.mp4', mimeType: 'video/mp4', buffer: Buffer.from('x') });
    await expect(failed.getByRole('alert')).toContainText(/больше 1\sГБ/);
    await expect(failed.getByRole('button', { name: 'Повторить' })).toBeHidden();
    await failed.getByRole('button', { name: 'Убрать: фильм.mp4' }).click();
    await expect(failed).toHaveCount(0);
  });
});

test.describe('on a phone', () => {
  test.use(NARROW);

  test('a text fills the screen and can be taken away', async ({ page }) => {
    await signIn(page, REP);
    const { id } = await call<{ id: string }>(page, 'POST', '/accounts', { name: 'Ромашка' });
    await page.goto(`/o/accounts/${id}?tab=files`);
    await page.locator('.files input[type=file]').setInputFiles(
      { name: 'смета.txt', mimeType: 'text/plain', buffer: Buffer.from('Сорок плит гранита') });
    await page.getByRole('button', { name: 'смета.txt', exact: true }).click();
    await expect(dialog(page)).toContainText('Сорок плит гранита');
    await expect(dialog(page).getByRole('link', { name: 'Скачать' }))
      .toHaveAttribute('download', 'смета.txt');
  });
});
