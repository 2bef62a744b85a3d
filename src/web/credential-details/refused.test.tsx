import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announced, button, findViolations, makeCredential, openPage, setTheme } from '../app.fixture.tsx'
import { makeGrant, makeMember } from '../credential-access/credential-access.fixture.ts'
import { makeDeleted } from './credential-life.fixture.ts'
import { nameField, openDetails, panel } from './details.fixture.ts'

const why = 'Only its admins can change it. Ada owns it.'

beforeEach(() => page.viewport(1_280, 900))

test('what a collaborator may not do stays in its place, and says why', async () => {
  const { latchkey } = await openDetails({ session: makeMember() }, makeCredential({ access: 'collaborator' }))
  await expect.element(page.getByText(why)).toBeVisible()
  for (const name of ['Edit name', 'Edit description', 'Replace token', 'Delete']) {
    await expect.element(button(name)).toHaveAttribute('aria-disabled', 'true')
    await expect.element(button(name)).toHaveAccessibleDescription(why)
    button(name).element().focus()
    await expect.element(button(name)).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(announced()).toMatchTextContent(/^Only its admins can change it\. Ada owns it\.$/u)
  }
  button('Edit name').element().focus()
  await userEvent.keyboard('{F2}')
  await expect.element(nameField()).not.toBeInTheDocument()
  expect(document.querySelectorAll('[role="dialog"], [role="alertdialog"]')).toHaveLength(1)
  await button('Check now').click()
  await expect.element(page.getByText('Intercom accepts this token.').first()).toBeVisible()
  expect(latchkey.sent.filter(({ call }) => !call.startsWith('GET'))).toMatchObject([{ call: /\/check$/u }])
})

test('where the token was refused, a collaborator is told who can replace it', async () => {
  const verdict = { kind: 'rejected' as const, reason: 'revoked' as const, checkedAt: new Date().toISOString() }
  await openDetails({ session: makeMember(), verdict }, makeCredential({ access: 'collaborator' }))
  await button('Check now').click()
  const checks = page.getByRole('region', { name: 'Checks' })
  await expect.element(checks.getByRole('button', { name: 'Replace token' })).toHaveAccessibleDescription(why)
})

test('an admin of it may do all of that', async () => {
  await openDetails({ session: makeMember() }, makeCredential({ access: 'admin' }))
  await expect.element(button('Replace token')).not.toHaveAttribute('aria-disabled')
  await expect.element(page.getByText(why)).not.toBeInTheDocument()
  await button('Edit name').click()
  await expect.element(nameField()).toHaveFocus()
})

test('one that somebody deletes meanwhile a collaborator cannot have back', async () => {
  const credential = makeCredential({ access: 'collaborator' })
  const { latchkey } = await openDetails({ session: makeMember() }, credential)
  await expect.element(panel()).toBeVisible()
  latchkey.credentials = []
  latchkey.deleted = [makeDeleted(credential)]
  await button('Check now').click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Ada deleted it just now\. Only its admins/u)
  await expect.element(button('Restore')).not.toBeInTheDocument()
})

test('among the recently deleted, a collaborator sees who could have it back', async () => {
  const deleted = [makeDeleted(makeCredential({ name: 'Old app', access: 'collaborator' }))]
  const { latchkey } = await openPage('/?deleted', { session: makeMember(), deleted })
  for (const name of ['Restore “Old app”', 'Erase now “Old app”']) {
    await expect.element(button(name)).toHaveAttribute('aria-disabled', 'true')
    await expect
      .element(button(name))
      .toHaveAccessibleDescription('Only its admins can delete it or have it back. Ada owns it.')
    button(name).element().focus()
    await userEvent.keyboard('{Enter}')
  }
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
  expect(latchkey.sent.filter(({ call }) => !call.startsWith('GET'))).toEqual([])
})

test.each([
  [1_280, 'dark'],
  [320, 'light'],
] as const)('axe finds nothing at %i pixels, %s, nor does anything scroll sideways', async (width, theme) => {
  await setTheme(theme)
  await page.viewport(width, 800)
  const owner = { id: 'local', name: 'Unbreakable'.repeat(10) }
  await openDetails({ session: makeMember(), grants: [makeGrant()] }, makeCredential({ access: 'collaborator', owner }))
  // Once nothing of it is being loaded any more.
  for (const words of ['Not used in the last day.', 'Nothing has happened to it', 'Shared 2 h ago']) {
    await expect.element(page.getByText(words, { exact: false })).toBeInTheDocument()
  }
  expect(await findViolations()).toEqual([])
  const { scrollWidth, clientWidth } = page.getByRole('dialog').element()
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
})
