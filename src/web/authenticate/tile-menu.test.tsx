import { beforeEach, expect, test } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { announced, button, findViolations, keepDraft, makeCredential, openPage, tile } from '../app.fixture.tsx'
import { makeMember } from '../credential-access/credential-access.fixture.ts'
import { makeSession } from '../session/session.fixture.ts'

const path = '/new/source/authenticate'
const acme = makeCredential()
const actions = button('Actions for Acme support')
const menu = page.getByRole('menu', { name: 'Actions for Acme support' })

beforeEach(async () => {
  await page.viewport(1_280, 900)
  keepDraft('source', { connector: 'intercom' })
})

test('a press beside the radio opens it and chooses nothing', async () => {
  await openPage(path, { credentials: [acme, makeCredential({ name: 'Other' })] })
  await actions.click()
  await expect.element(menu).toBeVisible()
  await expect.element(tile('Acme support')).not.toBeChecked()
  expect(
    page
      .getByRole('menuitem')
      .elements()
      .map(({ textContent }) => textContent),
  ).toEqual(['Details', 'Edit', 'Check now', 'Replace token', 'Share', 'Delete'])
  await page.getByRole('menuitem', { name: 'Details' }).click()
  await expect.poll(() => location.search).toBe(`?details=${acme.id}`)
  await expect.element(menu).not.toBeInTheDocument()
})

test.each(['{Enter}', ' ', '{ArrowDown}'])('the key "%s" opens it, and Escape brings the focus back', async (key) => {
  await openPage(path, { credentials: [acme, makeCredential({ name: 'Other' })] })
  await tile('Acme support').click()
  await userEvent.keyboard('{Tab}')
  await expect.element(actions).toHaveFocus()
  await userEvent.keyboard(key)
  await expect.element(page.getByRole('menuitem', { name: 'Details' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(menu).not.toBeInTheDocument()
  await expect.element(actions).toHaveFocus()
  // The Tab key stops at one tile alone: the next stop is the way on.
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByRole('link', { name: 'Back' })).toHaveFocus()
})

test('what one may not do stays in its place, is reached by the keyboard, and says why', async () => {
  await openPage(path, { session: makeMember(), credentials: [makeCredential({ access: 'collaborator' })] })
  await actions.click()
  const why = 'Only its admins can change it. Ada owns it.'
  await expect.element(menu).toMatchTextContent(new RegExp(why, 'u'))
  for (const name of ['Edit', 'Replace token', 'Share', 'Delete']) {
    await expect.element(page.getByRole('menuitem', { name })).toHaveAttribute('aria-disabled', 'true')
    await expect.element(page.getByRole('menuitem', { name })).toHaveAccessibleDescription(why)
  }
  await userEvent.keyboard('{End}')
  await expect.element(page.getByRole('menuitem', { name: 'Delete' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(announced()).toMatchTextContent(/Only its admins can change it\. Ada owns it\./u)
  await page.getByRole('menuitem', { name: 'Edit' }).click({ force: true })
  await expect.element(menu).toBeVisible()
  expect(location.search).toBe('')
  expect(await findViolations()).toEqual([])
  await page.getByRole('menuitem', { name: 'Check now' }).click()
  await expect.element(page.getByRole('dialog', { name: 'Acme support' })).toBeVisible()
})

test.each([
  ['an admin of the credential', makeMember(), 'admin'],
  ['an admin of the tenant', makeSession(), 'admin'],
] as const)('to %s all of it is open', async (_, session, access) => {
  await openPage(path, { session, credentials: [makeCredential({ access, owner: { id: 'else', name: 'Else' } })] })
  await actions.click()
  await expect.element(menu).toBeVisible()
  expect(menu.element().querySelector('[aria-disabled]')).toBeNull()
})

test('it stays shut on a tile that was deleted by it and had back', async () => {
  await openPage(path, { credentials: [acme] })
  await actions.click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await button('Delete').click()
  await button('Undo').click()
  await expect.element(tile('Acme support')).toBeVisible()
  await expect.element(menu).not.toBeInTheDocument()
})

test.each([
  [1_280, 'light'],
  [320, 'dark'],
] as const)('axe finds nothing at %i pixels in the %s theme, open, among many, one failed', async (width, scheme) => {
  await page.viewport(width, 800)
  await cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
  const checkedAt = new Date(Date.now() - 9 * 86_400_000).toISOString()
  const failed = makeCredential({ name: 'Gone', status: 'failed', statusReason: 'revoked', checkedAt })
  const others = Array.from({ length: 60 }, (_, index) => makeCredential({ name: `Other ${index}` }))
  await openPage(path, { credentials: [failed, ...others] })
  await expect.element(page.getByText('Last checked on', { exact: false })).toBeVisible()
  expect(await findViolations()).toEqual([])
  await button('Actions for Gone').click()
  await expect.element(page.getByRole('menu')).toBeVisible()
  expect(await findViolations()).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  await cdp().send('Emulation.setEmulatedMedia', { features: [] })
})
