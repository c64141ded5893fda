/** The map: the same list by its addresses, with no other origin asked; a place set by a click. */
import { call, dialog, NARROW, signIn, WIDE } from './support/steps';
import { expect, REP, test } from './support/test';

const COMPANIES = [
  { name: 'Chorsu Savdo', address: { city: 'Toshkent', latitude: 41.326, longitude: 69.235 } },
  { name: 'Registon Mehmonxona', address: { city: 'Samarqand' } },
  { name: 'Afrosiyob Trans', address: { city: 'г. Самарканд', street: 'Rudakiy 4' } },
  { name: 'Sirli Zavod', address: { city: 'Noma’lum' } },
  { name: 'Manzilsiz Firma' },
];

test.describe('wide', () => {
  test.use(WIDE);

  test('companies stand on the map, those without a place beside it', async ({ page }) => {
    await signIn(page, REP);
    for (const company of COMPANIES) {
      await call(page, 'POST', '/accounts?duplicates=create', company);
    }
    await call(page, 'PATCH', '/profile', { language: 'uz' });
    await page.goto('/o/accounts?kind=map');
    const side = page.getByRole('complementary', { name: 'Xarita yonida' });
    await expect(side).toContainText('Xaritada 3 ta yozuv');
    await expect(side).toContainText('2 tasi shahar markazida');
    await expect(side.getByRole('button', { name: 'Sirli Zavod' })).toBeVisible();
    await expect(side).toContainText('Manzilsiz: 1');

    // Two at one place: no zoom parts them, so they are listed.
    await page.getByRole('button', { name: 'Bu yerda 2 ta yozuv' }).click();
    await expect(side.getByRole('button', { name: 'Afrosiyob Trans' })).toBeVisible();
    await page.getByRole('button', { name: 'Chorsu Savdo' }).press('Enter');
    await expect(dialog(page).getByRole('heading', { name: 'Chorsu Savdo' })).toBeVisible();
    await page.keyboard.press('Escape');

    // The filter of the list holds here.
    await page.getByRole('searchbox').fill('chorsu');
    await expect(side).toContainText('Xaritada 1 ta yozuv');
  });

  test('a place is set by a click on the map of the record', async ({ page }) => {
    await signIn(page, REP);
    const { id } = await call<{ id: string }>(page, 'POST', '/accounts', {
      name: 'Ипакчи', address: { city: 'Бухара' },
    });
    await page.goto(`/o/accounts/${id}`);
    await page.getByText('Бухара').first().click();
    await page.getByRole('button', { name: 'Указать на карте' }).click();
    const map = page.getByRole('application', { name: 'Место на карте' });
    await expect(map.locator('.leaflet-overlay-pane canvas')).toBeVisible();
    const box = (await map.boundingBox())!;
    await page.mouse.click(box.x + box.width / 2 + 40, box.y + box.height / 2 - 30);
    await expect(page.getByLabel('Широта')).toHaveValue(/^39\.\d+$/);
    await page.getByLabel('Широта').press('Control+Enter');
    await expect
      .poll(async () => (await call<{ address: object }>(page, 'GET', `/accounts/${id}`)).address)
      .toMatchObject({
        city: 'Бухара', latitude: expect.any(Number), longitude: expect.any(Number),
      });
  });
});

test.describe('narrow', () => {
  test.use(NARROW);

  test('on a phone the list lies under the map', async ({ page }) => {
    await signIn(page, REP);
    for (const company of COMPANIES) {
      await call(page, 'POST', '/accounts?duplicates=create', company);
    }
    await page.goto('/o/accounts?kind=map');
    await page.getByRole('button', { name: 'Manzilsiz Firma' }).click();
    await expect(page.getByRole('heading', { name: 'Manzilsiz Firma' })).toBeVisible();
  });
});
