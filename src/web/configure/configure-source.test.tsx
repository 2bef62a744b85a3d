import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  announced,
  button,
  type Failure,
  findViolations,
  heading,
  keepDraft,
  makeCredential,
  openPage,
  setTheme,
  type FakeLatchkey,
} from '../app.fixture.tsx'
import { makeAnswer, makeContacts } from './configuring.fixture.ts'

const eu = makeCredential({ name: 'Acme EU', region: 'eu' })
const testCall = `POST /api/credentials/${eu.id}/test-request`
const result = () => page.getByRole('region', { name: 'Result' })
const textbox = (name: string | RegExp) => page.getByRole('textbox', { name })
const radio = (name: string) => page.getByRole('radio', { name, exact: true })
const cell = (text: string) => page.getByRole('cell', { name: text, exact: true })
const bodies = ({ sent }: FakeLatchkey, call: string) =>
  sent.filter((each) => each.call === call).map(({ body }) => body)

async function openConfigure(holds: Partial<FakeLatchkey> = {}, draft: object = {}) {
  keepDraft('source', { connector: 'intercom', credentialId: eu.id, name: 'Contacts', ...draft })
  return openPage('/new/source/configure', { credentials: [eu], ...holds })
}

test('a source from a template is tried page by page, read as a table and as JSON, and saved as it was tried', async () => {
  await page.viewport(1_280, 900)
  const answers = [
    makeAnswer(makeContacts(50, 'second')),
    makeAnswer({ ...makeContacts(40), ...linkTo('/contacts?page=3') }),
    makeAnswer({ ...makeContacts(30), ...linkTo('/me?page=4') }),
  ]
  const { latchkey } = await openConfigure({ answers })
  await expect.element(radio('Contacts')).toBeChecked()
  await textbox('per_page').fill('20')
  await expect.element(page.getByText(/eu\.intercom\.io\/contacts\?per_page=20/u)).toBeVisible()
  await expect.element(page.getByText(/Bearer ••••••••/u)).toBeVisible()

  await button('Test').click()
  await expect.element(announced()).toMatchTextContent(/Intercom answered 200 OK in 312 ms\./u)
  await expect.element(result()).toMatchTextContent(/1 call used · 1,650 of 1,667 left/u)
  await expect.element(result()).toMatchTextContent(/50 rows, \d+ columns/u)
  await expect.element(cell('person.1@example.com')).toBeVisible()
  await expect.element(page.getByRole('columnheader', { name: 'location.country' })).toBeInTheDocument()
  await expect.element(button('Previous page')).toHaveAttribute('aria-disabled', 'true')

  await button('Row 2 as JSON').click()
  const row = page.getByRole('region', { name: 'Row 2', exact: true })
  await expect.element(row).toHaveFocus()
  await expect.element(row).toMatchTextContent(/"total_count": 2/u)
  await button('Row 4 as JSON').click()
  await page.getByRole('region', { name: 'Row 4', exact: true }).getByRole('button', { name: 'Close' }).click()
  await expect.element(button('Row 4 as JSON')).toHaveFocus()
  await userEvent.keyboard('{ArrowUp}{Enter}')
  await expect.element(page.getByRole('region', { name: 'Row 3', exact: true })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(button('Row 3 as JSON')).toHaveFocus()
  const rows = page.getByRole('region', { name: 'Rows of the answer' })
  await userEvent.keyboard('{End}')
  await expect.element(button('Row 50 as JSON')).toHaveFocus()
  expect(rows.element().scrollTop).toBeGreaterThan(0)
  expect(rows.element().querySelectorAll('[tabindex="0"]')).toHaveLength(1)

  await button('Row 50 as JSON').click()
  await button('Next page').click()
  await expect.element(result()).toMatchTextContent(/Page 2/u)
  await expect.element(button('Next page')).toHaveFocus()
  await expect.poll(() => rows.element().scrollTop).toBe(0)
  await expect.element(result()).toMatchTextContent(/40 rows/u)
  await button('Previous page').click()
  await expect.element(result()).toMatchTextContent(/50 rows/u)
  await button('Next page').click()
  await expect.element(result()).toMatchTextContent(/40 rows/u)
  await button('Next page').click()
  await expect.element(result()).toMatchTextContent(/30 rows/u)
  await expect.element(button('Next page')).toHaveAttribute('aria-disabled', 'true')
  radio('JSON').element().focus()
  await userEvent.keyboard(' ')
  await expect.element(page.getByRole('region', { name: 'JSON' })).toMatchTextContent(/"type": "list"/u)

  const query = [{ name: 'per_page', value: '20' }]
  const asked = { method: 'GET', region: 'eu', path: '/contacts', headers: [] }
  expect(bodies(latchkey, testCall)).toEqual([
    { ...asked, query },
    { ...asked, query: [...query, { name: 'starting_after', value: 'second' }] },
    { ...asked, query: [{ name: 'page', value: '3' }] },
  ])
  await textbox('per_page').fill('10')
  await expect.element(result()).toMatchTextContent(/The configuration has changed since/u)
  await button('Save').click()
  await expect.element(heading('Data flows')).toBeVisible()
  expect(bodies(latchkey, 'POST /api/resources')).toMatchObject([
    {
      configuration: {
        template: 'contacts',
        path: '/contacts',
        query: [{ name: 'per_page', value: '10' }],
        headers: [],
      },
    },
  ])
})

test('by hand, by the keyboard alone: what is wrong is said at its input, and no token is kept', async () => {
  const token = btoa(`tok:${crypto.randomUUID()}`)
  const { latchkey } = await openConfigure()
  await expect.element(radio('Contacts')).toBeChecked()
  radio('Configure Using a Template').element().focus()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(textbox('Path')).toHaveValue('/contacts')
  await textbox('Path').fill('/contacts/{id}')
  button('Remove query parameter 1 (per_page)').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(button('Add query parameter')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(textbox('query parameter 1: name')).toHaveFocus()
  await userEvent.keyboard('order{Tab}')
  await userEvent.keyboard(token)
  await expect.element(textbox('query parameter 1: value')).toHaveAccessibleDescription(/This looks like a token/u)
  expect(sessionStorage.getItem('latchkey.draft.source')).not.toContain(token)
  button('Add header').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('combobox', { name: 'header 1: name' })).toHaveFocus()
  await userEvent.keyboard('Cookie')

  await button('Test').click()
  await expect.element(textbox('Path')).toHaveFocus()
  await expect.element(textbox('Path')).toHaveAccessibleDescription(/Replace \{id\} by a value\./u)
  await expect
    .element(page.getByRole('combobox', { name: 'header 1: name' }))
    .toHaveAccessibleDescription(/It sends: accept-language/u)
  await button('Save').click()
  expect(bodies(latchkey, testCall)).toEqual([])
  expect(bodies(latchkey, 'POST /api/resources')).toEqual([])

  await textbox('Path').fill('/tags')
  await textbox('query parameter 1: value').fill('asc')
  await page.getByRole('combobox', { name: 'header 1: name' }).fill('Accept-Language')
  await textbox('header 1: value').fill('de')
  // What was typed under one way is there again after a look at the other.
  radio('Configure Manually').element().focus()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(radio('Contacts')).toBeChecked()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(textbox('Path')).toHaveValue('/tags')
  await button('Save').click()
  await expect.element(heading('Data flows')).toBeVisible()
  expect(bodies(latchkey, 'POST /api/resources')).toMatchObject([
    {
      configuration: {
        template: null,
        path: '/tags',
        query: [{ name: 'order', value: 'asc' }],
        headers: [{ name: 'Accept-Language', value: 'de' }],
      },
    },
  ])
})

test('what Latchkey refuses of a configuration, saved or tried, is said at its input', async () => {
  const blank = { name: '', value: '' }
  const query = [blank, { name: 'a', value: 'b' }]
  const configuration = { template: null, path: '/secret', query, headers: [blank] }
  const failures = {
    'POST /api/resources': [invalid('/configuration/query/0/value')],
    [testCall]: [invalid('/path', '/query/0/name')],
  }
  const { latchkey } = await openConfigure({ failures }, { configuration })
  await button('Save').click()
  await expect.element(textbox('query parameter 2: value')).toHaveFocus()
  await expect.element(textbox('query parameter 2: value')).toBeInvalid()
  await textbox('query parameter 2: value').fill('c')
  await expect.element(textbox('query parameter 2: value')).toBeValid()
  await button('Test').click()
  await expect.element(textbox('query parameter 2: name')).toBeInvalid()
  await expect.element(textbox('Path')).toHaveFocus()
  await expect.element(textbox('Path')).toHaveAccessibleDescription(/does not let this path and method through/u)
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  await textbox('Path').fill('/tags')
  await expect.element(textbox('Path')).toBeValid()
  // A row that is wholly empty is not sent; where it stands, it counts.
  const sent = { path: '/secret', headers: [] }
  expect(bodies(latchkey, 'POST /api/resources')).toMatchObject([
    { configuration: { ...sent, query: [{ name: 'a', value: 'b' }] } },
  ])
  expect(bodies(latchkey, testCall)).toMatchObject([{ ...sent, query: [{ name: 'a', value: 'c' }] }])
})

test('the provider’s refusals, Latchkey’s and silence are told apart; so are no rows, no JSON and no body', async () => {
  const refused = { type: 'error.list', errors: [{ code: 'not_found', message: 'Contact Not Found' }] }
  const answers = [
    makeAnswer(refused, { status: 404, headers: [{ name: 'x-request-id', value: 'req-1' }] }),
    makeAnswer({ type: 'list', data: [] }),
    makeAnswer('<p>Hello</p>', { contentType: 'text/html' }),
    makeAnswer('', { status: 204 }),
    makeAnswer('', { bytes: 9 }),
  ]
  const failures = { [testCall]: ['rate_budget_spent', 'provider_unreachable', 'silence', 'hang'] satisfies Failure[] }
  await openConfigure({ answers, failures })
  for (const words of [
    /used up.*Latchkey did not ask Intercom/u,
    /Intercom could not be reached/u,
    /came to nothing.*Latchkey did not answer/u,
  ]) {
    await button('Test').click()
    await expect.element(result().getByRole('alert')).toMatchTextContent(words)
  }
  await button('Test').click()
  await expect.element(result().getByText('Asking Intercom…').first()).toBeVisible()
  await button('Stop waiting').click()
  await expect.element(result()).not.toBeInTheDocument()
  await expect.element(button('Test')).toHaveFocus()
  for (const words of [
    /Intercom answered 404 Not Found\..*Contact Not Found.*not_found.*Check the path.*req-1/u,
    /No rows: the list is empty/u,
    /not JSON, but text\/html.*<p>Hello<\/p>/u,
    /204 No Content.*The answer has no body/u,
    /The answer is no text/u,
  ]) {
    await button('Test').click()
    await expect.element(result()).toMatchTextContent(words)
  }
})

test('of a thousand columns and five megabytes only what is in sight is in the page', async () => {
  await page.viewport(1_280, 900)
  const record = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`f${index}`, 'x'.repeat(90)]))
  const answers = [makeAnswer({ small: [{ id: 7 }], data: Array.from({ length: 50 }, () => record) })]
  await openConfigure({ answers })
  await button('Test').click()
  const rows = page.getByRole('region', { name: 'Rows of the answer' })
  await expect.element(rows.getByRole('table')).toHaveAttribute('aria-colcount', '1001')
  expect(document.querySelectorAll('[role="cell"]').length).toBeLessThan(400)
  button('Row 1 as JSON').element().focus()
  rows.element().scrollTo({ left: 1e6, top: 1e6 })
  await expect.element(page.getByRole('columnheader', { name: 'f999' })).toBeVisible()
  await expect.element(button('Row 50 as JSON')).toBeVisible()
  await expect.element(button('Row 1 as JSON')).toHaveFocus()
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(1_280)
  await page.getByRole('combobox', { name: 'Rows from' }).selectOptions('/small')
  await expect.element(cell('7')).toBeVisible()
})

test('axe finds nothing in an answer on a narrow screen, in either theme', async () => {
  await page.viewport(305, 900)
  await openConfigure({ answers: [makeAnswer(makeContacts(50, 'next'))] })
  await button('Test').click()
  await button('Row 1 as JSON').click()
  await expect.element(page.getByRole('region', { name: 'Row 1 as JSON' })).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(theme)
    expect(await findViolations(), theme).toEqual([])
  }
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(305)
})

test('that the connector’s details did not come is said, with a way to try again', async () => {
  await openConfigure({ failures: { 'GET /api/connectors/intercom': ['internal_error'] } })
  await expect.element(page.getByRole('alert')).toMatchTextContent(/What Intercom offers could not be loaded/u)
  await button('Retry').click()
  await expect.element(radio('Contacts')).toBeChecked()
})

function linkTo(next: string): object {
  return { pages: { next: `https://api.intercom.io${next}` } }
}

function invalid(...pointers: string[]): Failure {
  const errors = pointers.map((pointer) => ({ pointer, code: 'invalid_value' as const, detail: '' }))
  return { code: 'invalid_input', more: { errors } }
}
