import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  button,
  findViolations,
  keepDraft,
  link,
  makeCredential,
  makeResource,
  openPage,
  setTheme,
  tile,
} from '../app.fixture.tsx'
import { makeSession } from '../session/session.fixture.ts'
import { changeElsewhere, deleteElsewhere, makeDeleted, makeEvent } from './credential-life.fixture.ts'
import { nameField, openDetails, panel } from './details.fixture.ts'

const tokenField = () => page.getByLabelText('Access Token', { exact: false }).first()
const region = (name: string) => page.getByRole('region', { name, exact: true })

beforeEach(() => page.viewport(1_280, 900))

test('says what a credential is: whose, in which state, since when', async () => {
  await openDetails()
  const facts = region('What it is')
  for (const words of ['Acme', 'abc123', 'United States', 'Ada', 'a1b2c3', 'Verified just now', 'Last used']) {
    await expect.element(facts).toMatchTextContent(new RegExp(words, 'u'))
  }
})

test('opened from the list, closing it goes back, and the focus with it', async () => {
  const credential = makeCredential()
  await openPage('/', { credentials: [credential], resources: [makeResource({ credential })] })
  await link('Acme support').click()
  await expect.element(panel()).toBeVisible()
  expect(location.search).toBe(`?details=${credential.id}`)
  await userEvent.keyboard('{Escape}')
  await expect.element(panel()).not.toBeInTheDocument()
  await expect.poll(() => location.search).toBe('')
  await expect.element(link('Acme support')).toHaveFocus()
  history.forward()
  await expect.element(panel()).toBeVisible()
})

test('that it is gone is said; opened by its address, closing it stays in the page', async () => {
  await openPage(`/?details=${crypto.randomUUID()}`)
  await expect.element(page.getByText('This credential is gone.')).toBeVisible()
  await expect
    .element(page.getByText(/^It was erased for good, it is not shared with you any more, or its address is wrong\./u))
    .toBeVisible()
  await button('Close').click()
  await expect.element(panel('Credential details')).not.toBeInTheDocument()
  expect(location.search).toBe('')
})

test('one that was deleted says by whom, and can be had back where it is missed', async () => {
  const credential = makeCredential()
  await openDetails({ credentials: [], deleted: [makeDeleted(credential)] }, credential)
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Ada deleted it just now\./u)
  await button('Restore').click()
  await expect.element(panel()).toBeVisible()
  await expect.element(button('Delete')).toBeVisible()
})

test('one of a connector that is not there says so', async () => {
  await openDetails({}, makeCredential({ connector: 'zendesk' }))
  await expect
    .element(page.getByRole('group', { name: 'This credential cannot be shown.' }))
    .toMatchTextContent(/the connector “zendesk”/u)
})

test('one that was never checked does not blame the provider for what is not known', async () => {
  await openDetails({}, makeCredential({ status: 'unverified', account: null, checkedAt: null, region: 'auto' }))
  await expect.element(region('What it is')).toMatchTextContent(/Workspace\s*Not known before its first check/u)
})

test('what did not come can be asked for again', async () => {
  const credential = makeCredential()
  const failures = { [`GET /api/credentials/${credential.id}`]: ['silence' as const, 'silence' as const] }
  await openDetails({ failures }, credential)
  await expect.element(page.getByRole('alert')).toMatchTextContent(/The credential could not be loaded\./u)
  await button('Retry').click()
  await expect.element(panel()).toBeVisible()
})

test('Check now says the verdict, and it stands in the timeline with who asked', async () => {
  const verdict = { kind: 'rejected' as const, reason: 'revoked' as const, checkedAt: new Date().toISOString() }
  const watched = makeEvent('credential.checked', { actor: null, detail: { verdict: 'accepted' } })
  await openDetails({ verdict, events: [watched] })
  await expect.element(region('Checks')).toMatchTextContent(/Intercom accepted the token\..*checked by Latchkey/u)
  await button('Check now').click()
  await expect.element(page.getByText('Intercom no longer accepts this token: it was revoked.').first()).toBeVisible()
  await expect
    .element(region('Checks'))
    .toMatchTextContent(/Intercom did not accept the token: it was revoked\..*checked by Ada/u)
  await expect.element(region('Checks').getByRole('button', { name: 'Replace token' })).toBeVisible()
})

test('the history is there in plain words, earlier events by the page', async () => {
  const events = [
    makeEvent('credential.edited', { detail: { name: { before: 'A', after: 'B' } } }),
    makeEvent('credential.created', { detail: { verdict: 'accepted' } }),
  ]
  await openDetails({ events, pageSize: 1 })
  const history = region('History')
  await expect.element(history).toMatchTextContent(/Ada renamed it from “A” to “B”\./u)
  await history.getByRole('button', { name: 'Show earlier' }).click()
  await expect.element(history.getByText(/Ada added it: Intercom accepted the token\./u)).toBeVisible()
})

test('an admin is led on to who did it from where; a member is not', async () => {
  const { credential } = await openDetails()
  await expect
    .element(region('History').getByRole('link', { name: 'Show in Events' }))
    .toHaveAttribute('href', `/events?credential=${credential.id}`)
  await openDetails({ session: makeSession({ role: 'member' }) })
  await expect.element(region('History')).toBeVisible()
  // There once it is known who looks.
  await expect.element(page.getByText('Account:')).toBeInTheDocument()
  await expect.element(page.getByRole('link', { name: 'Show in Events' })).not.toBeInTheDocument()
})

test('what uses it is linked to where it stands among the data flows, and all of them can be had back', async () => {
  const credential = makeCredential()
  const resources = [makeResource({ credential, name: 'Tags' }), makeResource({ name: 'Of another' })]
  await openDetails({ resources }, credential)
  await region('Used by').getByRole('link', { name: 'Tags' }).click()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(link('Tags')).toHaveFocus()
  await expect.element(page.getByRole('row', { name: /^Tags/u })).toHaveAttribute('aria-current', 'true')
  await expect.element(page.getByText('Of another')).not.toBeInTheDocument()
  await link('Show all data flows').click()
  await expect.element(page.getByText('Of another')).toBeVisible()
})

describe('Delete', () => {
  test('by the keyboard alone: asks, deletes, and Undo brings it back', async () => {
    const { latchkey } = await openDetails()
    await expect.element(panel()).toBeVisible()
    button('Delete').element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('alertdialog', { name: 'Delete “Acme support”?' })).toBeVisible()
    await expect.element(button('Keep it')).toHaveFocus()
    await userEvent.keyboard('{Tab}{Enter}')
    await expect.element(page.getByText('“Acme support” deleted.').first()).toBeVisible()
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
    expect(latchkey.credentials).toEqual([])
    await userEvent.keyboard('{F8}{Tab}{Tab}')
    await expect.element(button('Undo')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('“Acme support” is back.').first()).toBeVisible()
    await expect.element(page.getByRole('main')).toHaveFocus()
    expect(latchkey.credentials).toHaveLength(1)
  })

  test('an answer that is lost is got again: it is deleted, and nothing else is said', async () => {
    const credential = makeCredential()
    const failures = { [`DELETE /api/credentials/${credential.id}`]: ['lost' as const] }
    await openDetails({ failures }, credential)
    await button('Delete').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await expect.element(page.getByText('“Acme support” deleted.').first()).toBeVisible()
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  })

  test('without an answer nobody can say whether it was deleted', async () => {
    const credential = makeCredential()
    const failures = { [`DELETE /api/credentials/${credential.id}`]: ['silence' as const, 'silence' as const] }
    await openDetails({ failures }, credential)
    await button('Delete').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await expect.element(page.getByRole('alert')).toMatchTextContent(/It may not have been deleted\./u)
  })

  test('from a tile: it is gone at once and let go of, the next has the focus, and Undo gives it back', async () => {
    const credentials = ['One', 'Two', 'Three'].map((name) => makeCredential({ name }))
    keepDraft('source', { connector: 'intercom', credentialId: credentials[1]?.id })
    const { latchkey } = await openPage('/new/source/authenticate', { credentials })
    await expect.element(tile('Two')).toBeChecked()
    await button('Actions for Two').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect.element(page.getByRole('alertdialog')).toBeVisible()
    // Neither a reload nor Forward may ask to delete it again.
    expect(history.state).toEqual({ isOverEntry: true })
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await expect.element(tile('Two')).not.toBeInTheDocument()
    await expect.element(tile('Three')).toHaveFocus()
    await expect.element(page.getByText('Choose a credential, or add one, to go on.')).toBeVisible()
    await expect.poll(() => location.search).toBe('')
    // What Latchkey has just said needs no asking.
    const calls = latchkey.sent.map(({ call }) => call)
    const path = `/api/credentials/${credentials[1]?.id}`
    expect(calls.slice(calls.indexOf(`DELETE ${path}`))).not.toContain(`GET ${path}`)
    await button('Undo').click()
    await expect.element(tile('Two')).toHaveFocus()
  })

  test('what is used stays, and what uses it is named and linked', async () => {
    const credential = makeCredential()
    const usedBy = [{ id: crypto.randomUUID(), kind: 'source' as const, name: 'Tags' }]
    const failures = {
      [`DELETE /api/credentials/${credential.id}`]: [{ code: 'credential_in_use' as const, more: { usedBy } }],
    }
    await openDetails({ failures }, credential)
    await button('Delete').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await expect.element(page.getByRole('alertdialog', { name: '“Acme support” is in use' })).toBeVisible()
    await expect
      .element(page.getByRole('alertdialog').getByRole('link', { name: 'Tags' }))
      .toHaveAttribute('href', `/?credential=${credential.id}#name-${usedBy[0]?.id}`)
  })

  test('what somebody else has changed meanwhile is not deleted before that is seen', async () => {
    const { latchkey, credential } = await openDetails()
    await button('Delete').click()
    changeElsewhere(latchkey, credential, { description: 'Do not delete.' })
    const question = page.getByRole('alertdialog')
    await question.getByRole('button', { name: 'Delete' }).click()
    await expect.element(question).toMatchTextContent(/Somebody else has changed it meanwhile/u)
    expect(latchkey.credentials).toHaveLength(1)
    await question.getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => latchkey.credentials).toEqual([])
  })
})

describe('Replace token', () => {
  test('says that nothing was replaced where the token was there already', async () => {
    await openDetails({}, makeCredential({ fingerprint: 'a1b2c3d4e5f6' }))
    await replaceBy('a1b2c3d4e5f6')
    await expect.element(page.getByText(/had this very token already.*nothing was replaced/u).first()).toBeVisible()
  })

  test('says that the same token serves in another region now, where that was all', async () => {
    await openDetails({}, makeCredential({ fingerprint: 'a1b2c3d4e5f6', region: 'us' }))
    await button('Replace token').click()
    await page.getByText('Advanced settings').click()
    await page.getByLabelText('Region').selectOptions('eu')
    await tokenField().fill('a1b2c3d4e5f6')
    await userEvent.keyboard('{Enter}')
    await expect
      .element(page.getByText(/same token as before.*another region now: European Union/u).first())
      .toBeVisible()
  })

  test('says that it was replaced, also after an answer that was lost', async () => {
    const credential = makeCredential()
    const failures = { [`PUT /api/credentials/${credential.id}/secret`]: ['lost' as const] }
    await openDetails({ failures }, credential)
    await replaceBy('b1b2c3d4e5f6')
    await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click()
    await expect.element(page.getByText(/was replaced\. The old one is erased\./u).first()).toBeVisible()
  })

  test('the form stays with the token in it where somebody deletes the credential meanwhile', async () => {
    const { latchkey, credential } = await openDetails()
    await expect.element(panel()).toBeVisible()
    deleteElsewhere(latchkey, credential)
    await replaceBy('b1b2c3d4e5f6')
    await expect.element(page.getByRole('dialog', { name: 'Replace token' })).toMatchTextContent(/is no longer there/u)
    await expect.element(page.getByText('This credential is gone.')).toBeInTheDocument()
    await expect.element(tokenField()).toHaveValue('b1b2c3d4e5f6')
  })
})

test('a failed credential is shown among the data flows with its reason, and leads to its details', async () => {
  const statusSince = new Date(2025, 10, 21).toISOString()
  const credential = makeCredential({ status: 'failed', statusReason: 'revoked', statusSince })
  await openPage('/', { credentials: [credential], resources: [makeResource({ credential })] })
  await expect.element(page.getByText(/^Revoked since Nov 21/u)).toBeVisible()
  await link('Acme support').click()
  await expect.element(panel().getByRole('button', { name: 'Replace token' })).toBeVisible()
})

test.each([
  [1_280, 'light'],
  [320, 'dark'],
] as const)('axe finds nothing at %i pixels, %s, nor does anything scroll sideways', async (width, theme) => {
  await setTheme(theme)
  await page.viewport(width, 800)
  const credential = makeCredential({ name: 'Unbreakable'.repeat(10) })
  await openDetails(
    { resources: [makeResource({ credential })], events: [makeEvent('credential.created')] },
    credential,
  )
  await expect.element(page.getByText('Ada added it.')).toBeInTheDocument()
  expect(await findViolations()).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  await button('Edit name').click()
  await nameField().fill(' ')
  await userEvent.keyboard('{Enter}')
  expect(await findViolations()).toEqual([])
  await userEvent.keyboard('{Escape}')
  await button('Delete').click()
  expect(await findViolations()).toEqual([])
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect.element(button('Undo')).toBeVisible()
  expect(await findViolations()).toEqual([])
})

async function replaceBy(token: string): Promise<void> {
  await button('Replace token').click()
  await tokenField().fill(token)
  await userEvent.keyboard('{Enter}')
}
