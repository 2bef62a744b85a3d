import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announced, button, keepDraft, link, makeCredential, makeResource, openPage } from '../app.fixture.tsx'
import { changeElsewhere, deleteElsewhere } from './credential-life.fixture.ts'
import { nameField, openDetails, panel } from './details.fixture.ts'

const descriptionField = () => page.getByRole('textbox', { name: 'Description' })

beforeEach(() => page.viewport(1_280, 900))

test('by the keyboard alone: Enter begins and saves, Escape undoes and leaves the panel open', async () => {
  const { latchkey } = await openDetails()
  await expect.element(button('Edit name')).toBeVisible()
  button('Edit name').element().focus()
  await userEvent.keyboard('{F2}')
  await expect.element(nameField()).toHaveFocus()
  await userEvent.keyboard('Other{Escape}')
  await expect.element(button('Edit name')).toHaveFocus()
  await userEvent.keyboard('{Enter}Renamed{Enter}')
  await expect.element(panel('Renamed')).toBeVisible()
  await expect.element(button('Edit name')).toHaveFocus()
  await expect.element(announced()).toMatchTextContent(/^Name saved\.$/u)
  expect(latchkey.credentials[0]?.name).toBe('Renamed')
  expect(latchkey.sent.filter(({ call }) => call.startsWith('PATCH'))).toMatchObject([{ body: { name: 'Renamed' } }])
})

test('Edit in a tile’s menu begins with the name', async () => {
  keepDraft('source', { connector: 'intercom' })
  await openPage('/new/source/authenticate', { credentials: [makeCredential()] })
  await button('Actions for Acme support').click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await expect.element(nameField()).toHaveFocus()
})

test('leaving the field saves, and so does leaving the panel', async () => {
  const { latchkey } = await openDetails()
  await button('Edit description').click()
  await descriptionField().fill('Weekly churn.')
  await button('Check now').click()
  await expect.element(descriptionField()).not.toBeInTheDocument()
  await expect.element(page.getByText('Weekly churn.')).toBeVisible()
  await button('Edit name').click()
  await nameField().fill('Renamed')
  await button('Close').click()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  expect(latchkey.credentials[0]).toMatchObject({ name: 'Renamed', description: 'Weekly churn.' })
})

test('Back does not lose what cannot be saved', async () => {
  const credential = makeCredential()
  const failures = { [`PATCH /api/credentials/${credential.id}`]: ['name_taken' as const] }
  const resources = [makeResource({ credential })]
  await openPage('/', { credentials: [credential], resources, failures })
  await link('Acme support').click()
  await button('Edit name').click()
  await nameField().fill('Taken')
  history.back()
  await expect.element(nameField()).toHaveAccessibleDescription(/Another credential has this name/u)
  await expect.element(nameField()).toHaveValue('Taken')
  await expect.element(nameField()).toHaveFocus()
  await expect.poll(() => location.search).toBe(`?details=${credential.id}`)
  await button('Undo').click()
  history.back()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test.each([
  ['nothing', ' ', /Enter the/u],
  ['a token', btoa(`tok:${'0'.repeat(40)}`), /looks like the token itself/u],
])('a name of %s is refused at the field, and sent nowhere', async (_, text, words) => {
  const { latchkey } = await openDetails()
  await button('Edit name').click()
  await nameField().fill(text)
  await userEvent.keyboard('{Enter}')
  await expect.element(nameField()).toHaveAccessibleDescription(words)
  expect(latchkey.sent.filter(({ call }) => call.startsWith('PATCH'))).toEqual([])
})

test('where somebody else has changed the same, both are shown, and the person decides', async () => {
  const { latchkey, credential } = await openDetails()
  await button('Edit name').click()
  changeElsewhere(latchkey, credential, { name: 'Theirs' })
  await nameField().fill('Mine')
  await userEvent.keyboard('{Enter}')
  await expect.element(nameField()).toHaveAccessibleDescription(/It is now Theirs/u)
  await expect.element(nameField()).toHaveValue('Mine')
  expect(latchkey.credentials[0]?.name).toBe('Theirs')
  await button('Keep mine').click()
  await expect.element(panel('Mine')).toBeVisible()
  expect(latchkey.credentials[0]?.name).toBe('Mine')
})

test('what somebody else has changed can be taken instead', async () => {
  const { latchkey, credential } = await openDetails()
  await button('Edit name').click()
  changeElsewhere(latchkey, credential, { name: 'Theirs' })
  await nameField().fill('Mine')
  await userEvent.keyboard('{Enter}')
  await button('Take theirs').click()
  await expect.element(panel('Theirs')).toBeVisible()
  expect(latchkey.credentials[0]?.name).toBe('Theirs')
})

test('where somebody else has changed another part of it, there is nothing to decide', async () => {
  const { latchkey, credential } = await openDetails()
  await button('Edit name').click()
  changeElsewhere(latchkey, credential, { description: 'Theirs.' })
  await nameField().fill('Mine')
  await userEvent.keyboard('{Enter}')
  await expect.element(panel('Mine')).toBeVisible()
  expect(latchkey.credentials[0]).toMatchObject({ name: 'Mine', description: 'Theirs.' })
})

test('without an answer what was typed stays, with a way to try again', async () => {
  const credential = makeCredential()
  const failures = { [`PATCH /api/credentials/${credential.id}`]: ['silence' as const, 'silence' as const] }
  const { latchkey } = await openDetails({ failures }, credential)
  await button('Edit name').click()
  await nameField().fill('Renamed')
  await userEvent.keyboard('{Enter}')
  await expect.element(nameField()).toHaveAccessibleDescription(/may not have been saved\. Latchkey did not answer/u)
  await expect.element(nameField()).toHaveValue('Renamed')
  await button('Retry').click()
  await expect.element(panel('Renamed')).toBeVisible()
  expect(latchkey.credentials[0]?.name).toBe('Renamed')
})

test('an edit whose answer was lost is saved, and nobody is said to have changed it', async () => {
  const credential = makeCredential()
  const failures = { [`PATCH /api/credentials/${credential.id}`]: ['lost' as const] }
  await openDetails({ failures }, credential)
  await button('Edit name').click()
  await nameField().fill('Renamed')
  await userEvent.keyboard('{Enter}')
  await expect.element(panel('Renamed')).toBeVisible()
  await expect.element(page.getByText('Saved', { exact: true })).toBeVisible()
})

test('what is typed outlives the credential: somebody deletes it, it is restored, and the text saved', async () => {
  const { latchkey, credential } = await openDetails()
  await button('Edit description').click()
  await descriptionField().fill('Took me an hour.')
  deleteElsewhere(latchkey, credential)
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect.element(descriptionField()).toHaveAccessibleDescription(/was deleted meanwhile/u)
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Ada deleted it just now\. What you typed is still/u)
  await expect.element(descriptionField()).toHaveValue('Took me an hour.')
  await button('Restore').click()
  await expect.element(page.getByText('This credential is gone.')).not.toBeInTheDocument()
  await button('Retry').click()
  await expect.poll(() => latchkey.credentials[0]?.description).toBe('Took me an hour.')
})
