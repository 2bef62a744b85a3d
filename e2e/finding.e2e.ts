import { openAuthenticate, tileOf } from './credential-life.ts'
import { expect, test } from './fixture.ts'
import { makeCredential } from './make.ts'

test('a search, a filter and an order are in the URL, and Back and a reload find them again', async ({
  page,
  latchkey,
}) => {
  for (const name of ['Berlin', 'Bern', 'Oslo', 'Paris', 'Quito', 'Rome']) await makeCredential(latchkey, { name })
  await makeCredential(latchkey, { name: 'Bergen', token: latchkey.token('accepted', 'eu'), description: 'Fjords' })
  const found = page.getByRole('radio')
  await openAuthenticate(page)
  await expect(found).toHaveCount(7)

  await page.getByLabel('Search credentials').pressSequentially('BER')
  await expect(page.getByText('3 found')).toBeVisible()
  await expect(page).toHaveURL(/\?q=BER$/u)
  await page.getByLabel('Sort').selectOption('name')
  await expect(found.first()).toHaveAccessibleName('Bergen')
  await page.getByLabel('Region').selectOption('eu')
  await expect(page.getByText('1 found')).toBeVisible()
  await expect(page).toHaveURL((url) => toQuery(url) === 'q=BER&region=eu&sort=name')

  await page.reload()
  await expect(found).toHaveCount(1)
  await page.goBack()
  await expect(page.getByLabel('Region')).toHaveValue('')
  await expect(found).toHaveCount(3)
  await expect(page.getByLabel('Search credentials')).toHaveValue('BER')

  await page.getByLabel('Search credentials').fill('fjord')
  await expect(found).toHaveCount(1)
  await page.getByLabel('Search credentials').fill('nobody has this')
  await expect(page.getByText('No Intercom credential is like that.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(found).toHaveCount(7)
  await expect(tileOf(page, 'Oslo')).toBeVisible()
})

/** In one order: which filter was set first does not matter. */
function toQuery({ searchParams }: URL): string {
  const query = new URLSearchParams(searchParams)
  query.sort()
  return String(query)
}
