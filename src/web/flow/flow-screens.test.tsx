import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  announced,
  button,
  type Failure,
  findViolations,
  heading,
  keepDraft,
  link,
  makeCredential,
  openPage,
  tile,
} from '../app.fixture.tsx'

const eu = makeCredential({ name: 'Acme EU', region: 'eu' })
const nameField = (label = 'Source Name') => page.getByRole('textbox', { name: label })
const endpoint = () => page.getByRole('combobox', { name: 'API Endpoint URL' })

test('Select, Authenticate, Configure, Save: the source is under Data flows, focused, and the draft is gone', async () => {
  const { latchkey } = await openPage('/', { credentials: [eu] })
  await link('New source').click()
  await expect.element(heading('Select')).toHaveFocus()
  await button('Intercom').click()
  await expect.element(heading('Authenticate')).toHaveFocus()
  await tile('Acme EU').click()
  await button('Next').click()
  await nameField().fill(' Conversations ')
  await expect.element(endpoint()).toHaveValue('eu')
  await button('Save').click()
  await expect.element(page.getByText('Conversations', { exact: true })).toHaveFocus()
  await expect.element(announced()).toMatchTextContent(/Source “Conversations” saved\./u)
  expect(location.pathname).toBe('/')
  expect(latchkey.sent.find(({ call }) => call === 'POST /api/resources')).toEqual({
    call: 'POST /api/resources',
    key: expect.stringMatching(/^[\da-f-]{36}$/u),
    client: 'web',
    body: {
      kind: 'source',
      connector: 'intercom',
      credentialId: eu.id,
      name: 'Conversations',
      region: 'eu',
      configuration: {
        template: 'contacts',
        path: '/contacts',
        query: [{ name: 'per_page', value: '50' }],
        headers: [],
      },
    },
  })
  expect(sessionStorage.getItem('latchkey.draft.source')).toBe('{}')
})

test('the step bar tells where one is, and leads back to what is finished only', async () => {
  keepDraft('destination', { connector: 'intercom', credentialId: eu.id, name: 'Tags' })
  await openPage('/new/destination/authenticate', { credentials: [eu] })
  const steps = page.getByRole('navigation', { name: 'Steps' })
  await expect.element(steps.getByText('Authenticate')).toBeVisible()
  expect(document.querySelector('[aria-current="step"]')?.textContent).toContain('Authenticate')
  expect(
    steps
      .getByRole('link')
      .elements()
      .map((element) => element.getAttribute('href')),
  ).toEqual(['/new/destination/select'])
  await steps.getByRole('link').click()
  await expect.element(heading('Select')).toHaveFocus()
})

test('a step that is finished stays so for whoever goes back past it', async () => {
  keepDraft('source', { connector: 'intercom', credentialId: eu.id })
  await openPage('/new/source/select', { credentials: [eu] })
  await page.getByRole('link', { name: 'Authenticate (done)' }).click()
  await expect.element(tile('Acme EU')).toBeChecked()
  await expect.element(page.getByRole('link', { name: 'Select (done)' })).toBeVisible()
  await expect.element(page.getByRole('link', { name: /Configure/u })).not.toBeInTheDocument()
})

test('Back, forward and a reload keep what was entered', async () => {
  keepDraft('source', { connector: 'intercom', credentialId: eu.id })
  const { unmount } = await openPage('/new/source/configure', { credentials: [eu] })
  await nameField().fill('Conversations')
  await endpoint().selectOptions('au')
  await link('Back').click()
  await expect.element(tile('Acme EU')).toBeChecked()
  history.back()
  await expect.element(nameField()).toHaveValue('Conversations')
  await unmount()
  await openPage('/new/source/configure', { credentials: [eu] })
  await expect.element(nameField()).toHaveValue('Conversations')
  await expect.element(endpoint()).toHaveValue('au')
})

test.each([
  [{}, 'Select'],
  [{ connector: 'gone' }, 'Select'],
  [{ connector: 'intercom' }, 'Authenticate'],
  [{ connector: 'intercom', credentialId: crypto.randomUUID() }, 'Authenticate'],
])('a step without what it needs (%j) goes back to the step that is unfinished, %s', async (draft, title) => {
  keepDraft('source', draft)
  await openPage('/new/source/configure', { credentials: [eu] })
  await expect.element(heading(title)).toBeVisible()
  expect(location.pathname).toBe(`/new/source/${title.toLowerCase()}`)
})

test('where no region is confirmed, the default host is preset and it is said that Intercom passes calls on', async () => {
  const open = makeCredential({ region: 'auto', account: null })
  keepDraft('source', { connector: 'intercom', credentialId: open.id })
  await openPage('/new/source/configure', { credentials: [open] })
  await expect.element(endpoint()).toHaveValue('us')
  await expect.element(endpoint()).toHaveAccessibleDescription(/Intercom passes calls to its default host on/u)
})

test('another credential presets its own region', async () => {
  const us = makeCredential({ name: 'Acme US' })
  keepDraft('source', { connector: 'intercom', credentialId: eu.id, region: 'au' })
  await openPage('/new/source/authenticate', { credentials: [eu, us] })
  await tile('Acme US').click()
  await button('Next').click()
  await expect.element(endpoint()).toHaveValue('us')
})

test.each([
  ['', 'Enter the Source Name.'],
  ['x'.repeat(121), 'The Source Name is too long: 120 characters are the most.'],
  ['\u200b', 'Nobody could see this Source Name: it has invisible characters only.'],
])('the name %j is refused at its field, before any call', async (name, words) => {
  keepDraft('source', { connector: 'intercom', credentialId: eu.id, name })
  const { latchkey } = await openPage('/new/source/configure', { credentials: [eu] })
  await expect.element(nameField()).toBeVisible()
  await button('Save').click()
  await expect.element(nameField()).toHaveFocus()
  await expect.element(nameField()).toBeInvalid()
  await expect.element(nameField()).toHaveAccessibleDescription(words)
  await nameField().fill('Conversations')
  await expect.element(nameField()).toBeValid()
  expect(latchkey.sent.some(({ call }) => call.startsWith('POST'))).toBe(false)
})

test('what Latchkey refuses of a field is said at the field', async () => {
  keepDraft('source', { connector: 'intercom', credentialId: eu.id, name: 'Conversations' })
  const failures = { 'POST /api/resources': [invalid('/region')] }
  await openPage('/new/source/configure', { credentials: [eu], failures })
  await button('Save').click()
  await expect.element(endpoint()).toHaveAccessibleDescription(/Latchkey does not know this API Endpoint URL/u)
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
})

test('after a lost answer, and even a reload, Save goes out under the same key; another body has another', async () => {
  keepDraft('source', { connector: 'intercom', credentialId: eu.id, name: 'Conversations' })
  const failures = { 'POST /api/resources': ['lost' as const, 'silence' as const, 'silence' as const] }
  const { latchkey, unmount } = await openPage('/new/source/configure', { credentials: [eu], failures })
  await button('Save').click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Latchkey did not answer\./u)
  await expect.element(nameField()).toHaveValue('Conversations')
  await button('Save').click()
  await expect.poll(() => keys(latchkey.sent)).toHaveLength(2)
  await unmount()
  await openPage('/new/source/configure', latchkey)
  await button('Save').click()
  await expect.poll(() => keys(latchkey.sent)).toHaveLength(3)
  await expect.element(page.getByRole('alert')).toBeVisible()
  await nameField().fill('Other')
  await button('Save').click()
  await expect.element(heading('Data flows')).toBeVisible()
  const [first, ...others] = keys(latchkey.sent)
  expect(others.map((key) => key === first)).toEqual([true, true, false])
})

test('two presses save once', async () => {
  keepDraft('source', { connector: 'intercom', credentialId: eu.id, name: 'Conversations' })
  const { latchkey } = await openPage('/new/source/configure', { credentials: [eu] })
  await expect.element(nameField()).toBeVisible()
  const save = button('Save').element()
  if (save instanceof HTMLElement) {
    save.click()
    save.click()
  }
  await expect.element(heading('Data flows')).toBeVisible()
  expect(keys(latchkey.sent)).toHaveLength(1)
})

test('the first attempt that is still being answered is waited for', async () => {
  keepDraft('source', { connector: 'intercom', credentialId: eu.id, name: 'Conversations' })
  const failures = { 'POST /api/resources': ['idempotency_in_flight' as const] }
  const { latchkey } = await openPage('/new/source/configure', { credentials: [eu], failures })
  await button('Save').click()
  await expect.poll(() => keys(latchkey.sent)).toHaveLength(1)
  await new Promise((resolve) => setTimeout(resolve, 500))
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  await expect.element(button('Saving…')).toBeVisible()
  await expect.element(heading('Data flows'), { timeout: 3_000 }).toBeVisible()
  expect(new Set(keys(latchkey.sent)).size).toBe(1)
})

test('that the connectors did not come is said, with a way to try again', async () => {
  const failures = { 'GET /api/connectors': ['silence' as const, 'silence' as const] }
  await openPage('/new/source/select', { failures })
  await expect.element(page.getByRole('alert')).toMatchTextContent(/The connectors could not be loaded\./u)
  await button('Retry').click()
  await expect.element(button('Intercom')).toBeVisible()
})

test('from nothing to a source by the keyboard alone', async () => {
  await openPage('/', { credentials: [eu] })
  await expect.element(link('New source')).toBeVisible()
  link('New source').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(heading('Select')).toHaveFocus()
  await userEvent.keyboard('{Tab}{Enter}')
  await expect.element(heading('Authenticate')).toHaveFocus()
  await expect.element(tile('Acme EU')).toBeVisible()
  // The search, three filters, Recently deleted, Add Credential, the radio; its menu, Back, Next.
  await userEvent.keyboard('{Tab}{Tab}{Tab}{Tab}{Tab}{Tab}{Tab} {Tab}{Tab}{Tab}{Enter}')
  await expect.element(heading('Configure')).toHaveFocus()
  // Until the form is there, Back is what comes next.
  await expect.element(nameField()).toBeVisible()
  await userEvent.keyboard('{Tab}Conversations{Enter}')
  await expect.element(page.getByText('Conversations', { exact: true })).toHaveFocus()
})

// 305: 320 pixels less a scrollbar that takes up room.
test.each([1_280, 305])('axe finds nothing at %i pixels, nor does anything scroll sideways', async (width) => {
  await page.viewport(width, 800)
  keepDraft('source', { connector: 'intercom', credentialId: eu.id })
  await openPage('/new/source/configure', { credentials: [eu] })
  await button('Save').click()
  await expect.element(nameField()).toBeInvalid()
  expect(await findViolations()).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
})

function invalid(pointer: string): Failure {
  return { code: 'invalid_input', more: { errors: [{ pointer, code: 'invalid_value', detail: '' }] } }
}

function keys(sent: { call: string; key: string | null }[]): (string | null)[] {
  return sent.filter(({ call }) => call === 'POST /api/resources').map(({ key }) => key)
}
