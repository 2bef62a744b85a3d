import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  announced,
  button,
  type FakeLatchkey,
  findViolations,
  heading,
  link,
  makeCredential,
  makeResource,
  openPage,
} from '../app.fixture.tsx'
import { resourceHref } from '../flow/resource-href.ts'
import { changeResource } from './resource.fixture.ts'

const us = makeCredential({ name: 'Acme US' })
const eu = makeCredential({ name: 'Acme EU', region: 'eu' })
const contacts = { template: null, path: '/contacts', query: [], headers: [] }
const source = makeResource({ name: 'Contacts', credential: us, configuration: contacts })
const nameField = () => page.getByRole('textbox', { name: 'Source Name' })
const question = () => page.getByRole('alertdialog')

beforeEach(() => page.viewport(1_280, 900))

test('opened from the list, changed and saved: only what differs is sent, and the list shows it', async () => {
  const { latchkey } = await openPage('/', { credentials: [us], resources: [source] })
  await expect.element(page.getByRole('row', { name: /^Contacts/u })).toMatchTextContent(/GET \/contacts/u)
  await link('Contacts').click()
  await expect.element(heading('Contacts')).toHaveFocus()
  await expect.element(button('Save changes')).toHaveAttribute('aria-disabled', 'true')
  await button('Save changes').click({ force: true })
  await expect.element(announced()).toMatchTextContent(/Nothing has changed/u)
  await nameField().fill(' People ')
  await expect.element(page.getByText('Unsaved changes')).toBeVisible()
  await userEvent.keyboard('{Enter}')
  await expect.element(heading('People')).toBeVisible()
  await expect.element(page.getByText('Saved', { exact: true })).toBeVisible()
  expect(bodies(latchkey)).toEqual([{ kind: 'source', name: 'People' }])
  await link('Back').click()
  await expect.element(link('People')).toBeVisible()
})

test('one that nobody has configured yet says so, and can be renamed all the same', async () => {
  const bare = makeResource({ name: 'Bare', credential: us })
  const { latchkey } = await openPage('/', { credentials: [us], resources: [bare] })
  await expect.element(page.getByRole('row', { name: /^Bare/u })).toMatchTextContent(/Not configured yet/u)
  await link('Bare').click()
  await nameField().fill('Renamed')
  await button('Save changes').click()
  await expect.element(heading('Renamed')).toBeVisible()
  expect(bodies(latchkey)).toEqual([{ kind: 'source', name: 'Renamed' }])
})

test('another credential of the connector is searched for and taken, and the endpoint follows its region', async () => {
  const { latchkey } = await open({ credentials: [us, eu] })
  await button('Change credential').click()
  const panel = page.getByRole('dialog', { name: 'Change credential' })
  await expect.element(panel.getByRole('button', { name: /Acme US.*In use now/u })).toBeVisible()
  expect(await findViolations()).toEqual([])
  await panel.getByRole('searchbox').fill('eu')
  await expect.element(panel.getByRole('button', { name: /Acme US/u })).not.toBeInTheDocument()
  await panel.getByRole('button', { name: /Acme EU/u }).click()
  await expect.element(button('Change credential')).toHaveFocus()
  await expect.element(page.getByRole('region', { name: 'Credential' })).toMatchTextContent(/Acme EU/u)
  await button('Save changes').click()
  await expect.element(page.getByText('Saved', { exact: true })).toBeVisible()
  expect(bodies(latchkey)).toEqual([{ kind: 'source', credentialId: eu.id, region: 'eu' }])
})

test('whoever leaves with something unsaved is asked: by a link, and by the browser’s Back', async () => {
  await openPage('/', { credentials: [us], resources: [source] })
  await link('Contacts').click()
  await nameField().fill('Unsaved')
  for (const way of ['link', 'Back']) {
    if (way === 'link') await link('Latchkey').click()
    else history.back()
    await expect.element(question()).toMatchTextContent(/What you changed about “Contacts” is not saved/u)
    await button('Keep editing').click()
    await expect.element(question()).not.toBeInTheDocument()
    await expect.element(nameField()).toHaveValue('Unsaved')
    expect(location.pathname).toBe(resourceHref(source.id))
  }
  history.back()
  await button('Discard changes').click()
  await expect.element(heading('Data flows')).toBeVisible()
  expect(location.pathname).toBe('/')
  history.forward()
  await expect.element(nameField()).toHaveValue('Contacts')
})

test('what stands over the screen is no way out of it', async () => {
  await open()
  await nameField().fill('Unsaved')
  history.pushState({ isOverEntry: true }, '', `?details=${us.id}`)
  await expect.element(page.getByRole('dialog', { name: 'Acme US' })).toBeVisible()
  await button('Close').click()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(nameField()).toHaveValue('Unsaved')
})

test('what somebody else has changed beside it stays, and is no reason to ask', async () => {
  const { latchkey } = await open({ credentials: [us, eu] })
  await nameField().fill('Mine')
  changeResource(latchkey, source, { region: 'au' })
  await button('Save changes').click()
  await expect.element(heading('Mine')).toBeVisible()
  expect(latchkey.resources[0]).toMatchObject({ name: 'Mine', region: 'au' })
})

test('where somebody else has changed the same, nothing typed is lost and nothing overwritten unseen', async () => {
  const { latchkey } = await open()
  await nameField().fill('Mine')
  changeResource(latchkey, source, { name: 'Theirs' })
  await button('Save changes').click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(/somebody else.*Its name is now “Theirs”/u)
  await expect.element(nameField()).toHaveValue('Mine')
  expect(latchkey.resources[0]?.name).toBe('Theirs')
  expect(await findViolations()).toEqual([])
  await button('Add header').click()
  await button('Save mine').click()
  await expect.element(heading('Mine')).toBeVisible()
  expect(bodies(latchkey).at(-1)).toEqual({ kind: 'source', name: 'Mine' })
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()

  await nameField().fill('Again mine')
  changeResource(latchkey, latchkey.resources[0] ?? source, { name: 'Again theirs' })
  await button('Save changes').click()
  await button('Take theirs').click()
  await expect.element(nameField()).toHaveValue('Again theirs')
  await expect.element(page.getByText('Unsaved changes')).not.toBeInTheDocument()
})

test('a save whose answer was lost is not taken for somebody else’s', async () => {
  const { latchkey } = await open({ failures: { [`PATCH /api/resources/${source.id}`]: ['lost'] } })
  await nameField().fill('Heard')
  await button('Save changes').click()
  await expect.element(heading('Heard')).toBeVisible()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  const sent = { kind: 'source', name: 'Heard' }
  expect(bodies(latchkey)).toEqual([sent, sent])
})

test('what Latchkey refuses of a field is said at the field; that it failed as a whole, below the form', async () => {
  const errors = [
    { pointer: '/name', code: 'blank' as const, detail: '' },
    { pointer: '/configuration/query/0/value', code: 'invalid_value' as const, detail: '' },
  ]
  const { latchkey } = await open({
    failures: {
      [`PATCH /api/resources/${source.id}`]: [{ code: 'invalid_input', more: { errors } }, 'store_unavailable'],
    },
  })
  await nameField().fill('Refused')
  await button('Add query parameter').click()
  await button('Add query parameter').click()
  await page.getByRole('textbox', { name: 'query parameter 2: name' }).fill('a')
  await button('Save changes').click()
  await expect.element(nameField()).toHaveFocus()
  // The first row is empty, and was not sent.
  await expect.element(page.getByRole('textbox', { name: 'query parameter 2: value' })).toBeInvalid()
  await expect.element(nameField()).toHaveAccessibleDescription(/Nobody could see this Source Name/u)
  await nameField().fill('Taken')
  await button('Save changes').click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(/It was not saved\..*cannot reach its store/u)
  await button('Save changes').click()
  await expect.element(heading('Taken')).toBeVisible()
  expect(bodies(latchkey).at(-1)).toMatchObject({ configuration: { query: [{ name: 'a', value: '' }] } })
})

test('removed after a question: a toast says what, the list begins, and its credential is left alone', async () => {
  const { latchkey } = await open()
  await nameField().fill('Never saved')
  changeResource(latchkey, source, { name: 'Theirs' })
  await button('Remove').click()
  await expect.element(button('Keep it')).toHaveFocus()
  await question().getByRole('button', { name: 'Remove' }).click()
  await expect.element(question()).toMatchTextContent(/Remove “Theirs”\?.*Somebody else has changed it meanwhile\./u)
  await question().getByRole('button', { name: 'Remove' }).click()
  await expect.element(heading('Data flows')).toHaveFocus()
  await expect.element(page.getByRole('listitem').filter({ hasText: 'Source “Theirs” removed.' })).toBeVisible()
  await expect.element(page.getByText(/Nothing flows yet/u)).toBeVisible()
  expect(latchkey.resources).toEqual([])
  expect(latchkey.credentials).toEqual([us])
  const calls = latchkey.sent.map(({ call }) => call)
  expect(calls.slice(calls.lastIndexOf(`DELETE /api/resources/${source.id}`))).not.toContain(
    `GET /api/resources/${source.id}`,
  )
})

test('what somebody typed does not go with what somebody else removes', async () => {
  const { latchkey } = await open()
  await nameField().fill('Typed')
  latchkey.resources = []
  await button('Save changes').click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Not saved: this source was removed meanwhile\./u)
  await expect.element(nameField()).toHaveValue('Typed')
})

test('one that is gone says so; one that did not come can be asked for again', async () => {
  const failures = { [`GET /api/resources/${source.id}`]: ['silence' as const, 'silence' as const] }
  await open({ failures })
  await expect.element(page.getByRole('alert')).toMatchTextContent(/It could not be loaded\..*did not answer/u)
  await button('Retry').click()
  await expect.element(nameField()).toHaveValue('Contacts')
  history.pushState(null, '', resourceHref(crypto.randomUUID()))
  await expect.element(heading('This data flow is gone')).toBeVisible()
  await expect.element(link('Go to Data flows')).toBeVisible()
})

test('somebody else’s can be looked at and tried, and says who may change it', async () => {
  const theirs = { ...source, owner: { id: 'else', name: 'Else' }, mayChange: false }
  const { latchkey } = await open({ resources: [theirs] })
  await expect.element(nameField()).toHaveAttribute('readonly')
  const why = 'Only its owner and admins of your organisation can change it. Else owns it.'
  await expect.element(page.getByText(why)).toBeVisible()
  for (const name of ['Remove', 'Change credential']) {
    await expect.element(button(name)).toHaveAccessibleDescription(why)
    await button(name).click({ force: true })
  }
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(question()).not.toBeInTheDocument()
  await expect.element(button('Save changes')).not.toBeInTheDocument()
  nameField().element().focus()
  await userEvent.keyboard('Other{Enter}')
  await expect.element(nameField()).toHaveValue('Contacts')
  expect(bodies(latchkey)).toEqual([])
  expect(await findViolations()).toEqual([])
  await link('Back').click()
  await expect.element(heading('Data flows')).toBeVisible()
})

test('nothing on somebody else’s looks as if it could be changed', async () => {
  const configuration = {
    template: null,
    path: '/contacts',
    query: [{ name: 'order', value: 'asc' }],
    headers: [],
  }
  await open({ resources: [{ ...source, configuration, mayChange: false }] })
  for (const name of ['Add query parameter', 'Add header', 'Remove query parameter 1 (order)']) {
    await expect.element(button(name)).toHaveAttribute('aria-disabled', 'true')
  }
  await expect
    .element(page.getByRole('radiogroup', { name: 'How to configure it' }))
    .toHaveAttribute('aria-disabled', 'true')
})

test('where its credential is not shared any more that is said, and another can be taken', async () => {
  const { latchkey } = await open({ credentials: [eu] })
  const notice = page.getByRole('group', { name: 'Its credential is not shared with you any more.' })
  await expect.element(notice).toMatchTextContent(/goes on working with “Acme US”/u)
  await button('Change credential').click()
  await page.getByRole('button', { name: /Acme EU/u }).click()
  await button('Save changes').click()
  await expect.element(page.getByText('Saved', { exact: true })).toBeVisible()
  expect(bodies(latchkey)).toMatchObject([{ kind: 'source', credentialId: eu.id }])
})

function open(holds: Partial<FakeLatchkey> = {}) {
  return openPage(resourceHref(source.id), { credentials: [us], resources: [source], ...holds })
}

function bodies({ sent }: FakeLatchkey): unknown[] {
  return sent.filter(({ call }) => call.startsWith('PATCH')).map(({ body }) => body)
}
