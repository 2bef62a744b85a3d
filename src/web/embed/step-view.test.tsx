import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  announced,
  button,
  findViolations,
  heading,
  makeCredential,
  makeResource,
  setTheme,
  tile,
} from '../app.fixture.tsx'
import { makeSession } from '../session/session.fixture.ts'
import { heardOf, openInHost } from './embed.fixture.tsx'

beforeEach(() => page.viewport(1_280, 900))

const overlay = (name = 'Add New Credential') => page.getByRole('dialog', { name })

async function fillIn() {
  await page.getByRole('textbox', { name: 'Credential Name' }).fill('Brand new')
  await page.getByLabelText('Access Token', { exact: false }).first().fill(btoa('tok:made-up'))
}

describe('the step', () => {
  test('hands the chosen credential to the host, and of it what the host may know', async () => {
    const credential = makeCredential({ description: 'not the host’s business' })
    const host = await openInHost({}, { credentials: [credential] })
    await tile('Acme support').click()
    await button('Use credential').click()
    const { id, name, connector, region, status } = credential
    await expect
      .poll(() => heardOf(host, 'selected'))
      .toEqual([{ type: 'selected', credential: { id, name, connector, region, status } }])
  })

  test('says that it is ready before all else, and that there is something to see once there is', async () => {
    const host = await openInHost({}, { credentials: [makeCredential()] })
    await expect.element(heading('Authenticate')).toBeVisible()
    await expect.poll(() => host.heard.map(({ type }) => type)).toEqual(['ready', 'shown'])
  })

  test('calls Latchkey with the session’s bearer alone, and never without', async () => {
    const host = await openInHost({}, { credentials: [makeCredential()] })
    await tile('Acme support').click()
    await button('Actions for Acme support').click()
    await page.getByRole('menuitem', { name: 'Details' }).click()
    await expect.element(page.getByRole('dialog', { name: 'Acme support' })).toBeVisible()
    expect(host.unsigned).toEqual([])
  })

  test('leaves the address and the history of the browser as they are', async () => {
    const [address, entries] = [location.href, history.length]
    await openInHost({}, { credentials: [makeCredential()] })
    await button('Add Credential').click()
    await expect.element(overlay()).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(overlay()).not.toBeInTheDocument()
    await page.getByRole('searchbox', { name: 'Search credentials' }).fill('Acme')
    await expect.element(page.getByRole('main').getByText('1 found')).toBeVisible()
    await page.getByRole('link', { name: 'Recently deleted' }).click()
    await expect.element(page.getByRole('dialog', { name: 'Recently deleted' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('main').getByText('1 found')).toBeVisible()
    expect(location.href).toBe(address)
    expect(history.length).toBe(entries)
  })

  test('chooses what was saved, and the one that was chosen before', async () => {
    const chosen = makeCredential({ name: 'Chosen before' })
    const host = await openInHost({ selected: chosen.id }, { credentials: [chosen, makeCredential()] })
    await expect.element(tile('Chosen before')).toBeChecked()
    await button('Add Credential').click()
    await fillIn()
    await button('Save').click()
    await expect.element(tile('Brand new')).toBeChecked()
    expect(heardOf(host, 'selected')).toEqual([])
    await button('Use credential').click()
    await expect.poll(() => heardOf(host, 'selected').map(({ credential }) => credential.name)).toEqual(['Brand new'])
  })

  test('has the host’s words in place of its own', async () => {
    const texts = {
      title: 'Connect Intercom',
      sentence: '<b>Which</b> workspace?',
      addCredential: 'Connect another',
      overlayTitle: 'Connect a workspace',
      select: 'Connect',
    }
    await openInHost({ texts })
    await expect.element(heading('Connect Intercom')).toBeVisible()
    // As text, whatever it looks like.
    await expect.element(page.getByText('<b>Which</b> workspace?')).toBeVisible()
    await expect.element(button('Connect')).toBeVisible()
    await button('Connect another').click()
    await expect.element(overlay('Connect a workspace')).toBeVisible()
  })

  test('names the data flows that use a credential, and leads to none of them', async () => {
    const credential = makeCredential({ usedBy: 2 })
    const resources = ['Nightly', 'Hourly'].map((name) => makeResource({ name, credential }))
    await openInHost({}, { credentials: [credential], resources })
    await button('Actions for Acme support').click()
    await page.getByRole('menuitem', { name: 'Details' }).click()
    await expect.element(page.getByText('Nightly')).toBeVisible()
    expect(page.getByRole('link', { name: /Nightly|Show these/u }).elements()).toEqual([])
  })

  test('says so where a connector is none that the person may use', async () => {
    const host = await openInHost({ connector: 'elsewhere' })
    await expect.element(page.getByRole('alert')).toMatchTextContent(/“elsewhere” is none that Latchkey has/u)
    await expect.poll(() => host.heard.map(({ type }) => type)).toEqual(['ready', 'failed', 'shown'])
  })
})

describe('leaving', () => {
  test('by Cancel, and by Escape where nothing is open', async () => {
    const host = await openInHost({}, { credentials: [makeCredential()] })
    await button('Add Credential').click()
    await expect.element(overlay()).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(overlay()).not.toBeInTheDocument()
    expect(heardOf(host, 'closed')).toEqual([])
    await userEvent.keyboard('{Escape}')
    expect(heardOf(host, 'closed')).toHaveLength(1)
    await button('Cancel').click()
    expect(heardOf(host, 'closed')).toHaveLength(2)
  })

  test('not by Escape that closes a menu or empties a search', async () => {
    const host = await openInHost({}, { credentials: [makeCredential()] })
    await button('Actions for Acme support').click()
    await expect.element(page.getByRole('menuitem', { name: 'Details' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('menuitem', { name: 'Details' })).not.toBeInTheDocument()
    await page.getByRole('searchbox', { name: 'Search credentials' }).fill('Acme')
    await userEvent.keyboard('{Escape}')
    expect(heardOf(host, 'closed')).toEqual([])
  })
})

test('in the page, Escape does nothing, and its height is told: of what there is, and of a dialog over it', async () => {
  const host = await openInHost({ isInPage: true }, { credentials: [makeCredential()] })
  await expect.element(tile('Acme support')).toBeVisible()
  await expect.poll(() => heardOf(host, 'resized').at(-1)?.height).toBeGreaterThan(300)
  const alone = heardOf(host, 'resized').at(-1)?.height ?? 0
  expect(alone).toBeLessThan(700)
  await userEvent.keyboard('{Escape}')
  expect(heardOf(host, 'closed')).toEqual([])
  await button('Add Credential').click()
  await expect.poll(() => heardOf(host, 'resized').at(-1)?.height).toBe(788)
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => heardOf(host, 'resized').at(-1)?.height).toBe(alone)
})

describe('a session that ends', () => {
  test('is followed by another of the host’s, without the person noticing', async () => {
    const host = await openInHost({}, { credentials: [makeCredential()] })
    await button('Add Credential').click()
    await fillIn()
    host.endSession()
    host.tokens.set('second', makeSession({ signIn: 'host' }))
    await button('Save').click()
    await expect.poll(() => heardOf(host, 'session_needed')).toHaveLength(1)
    host.say({ type: 'session', token: 'second' })
    await expect.element(tile('Brand new')).toBeChecked()
    expect(host.unsigned).toEqual([])
  })

  test('and that the host has no other for is said over the form, which keeps what was typed', async () => {
    const host = await openInHost({}, { credentials: [makeCredential()] })
    await button('Add Credential').click()
    await fillIn()
    host.endSession()
    await button('Save').click()
    await expect.poll(() => heardOf(host, 'session_needed')).toHaveLength(1)
    host.say({ type: 'session', token: null })
    const question = page.getByRole('alertdialog', { name: 'Your session has ended.' })
    await expect.element(question).toBeVisible()
    expect(heardOf(host, 'failed')).toEqual([{ type: 'failed', code: 'session_refused' }])
    await button('Try again').click()
    await expect.poll(() => heardOf(host, 'session_needed')).toHaveLength(2)
    host.tokens.set('second', makeSession({ signIn: 'host' }))
    host.say({ type: 'session', token: 'second' })
    await expect.element(tile('Brand new')).toBeChecked()
  })

  test('is left at that where the person does not want to try again now', async () => {
    const host = await openInHost({}, { credentials: [makeCredential()] })
    await button('Add Credential').click()
    await fillIn()
    host.endSession()
    await button('Save').click()
    await expect.poll(() => heardOf(host, 'session_needed')).toHaveLength(1)
    host.say({ type: 'session', token: null })
    await button('Not now').click()
    await expect.element(page.getByRole('textbox', { name: 'Credential Name' })).toHaveValue('Brand new')
    expect(host.unsigned).toEqual([])
  })

  test('and somebody else’s after it begins anew: nothing is saved in their name', async () => {
    const host = await openInHost({}, { credentials: [makeCredential()] })
    await button('Add Credential').click()
    await fillIn()
    host.endSession()
    await button('Save').click()
    await expect.poll(() => heardOf(host, 'session_needed')).toHaveLength(1)
    host.tokens.set('second', makeSession({ signIn: 'host', person: { id: 'grace', name: 'Grace' } }))
    host.say({ type: 'session', token: 'second' })
    await expect.element(overlay()).not.toBeInTheDocument()
    await expect.element(announced()).toMatchTextContent(/Somebody else is signed in now/u)
    await expect.element(tile('Acme support')).toBeVisible()
    await expect.element(overlay()).not.toBeInTheDocument()
    expect(host.latchkey.sent.filter(({ call }) => call === 'POST /api/credentials')).toEqual([])
  })
})

describe('a token', () => {
  test('that is refused is worth one question to the host', async () => {
    const host = await openInHost({ token: 'used before' }, { credentials: [makeCredential()] })
    await expect.poll(() => heardOf(host, 'session_needed')).toHaveLength(1)
    host.say({ type: 'session', token: 'first' })
    await expect.element(tile('Acme support')).toBeVisible()
    expect(heardOf(host, 'failed')).toEqual([])
  })

  test('that is refused again is told to the person and the host, and can be tried anew', async () => {
    const host = await openInHost({ token: 'used before' }, { credentials: [makeCredential()] })
    await expect.poll(() => heardOf(host, 'session_needed')).toHaveLength(1)
    host.say({ type: 'session', token: 'used as well' })
    await expect.element(page.getByRole('alert')).toMatchTextContent(/You could not be signed in here\./u)
    expect(heardOf(host, 'failed')).toEqual([{ type: 'failed', code: 'session_refused' }])
    expect(await findViolations()).toEqual([])
    await button('Try again').click()
    await expect.poll(() => heardOf(host, 'session_needed')).toHaveLength(2)
    host.say({ type: 'session', token: 'first' })
    await expect.element(tile('Acme support')).toBeVisible()
  })

  test('that Latchkey does not answer to is told as that', async () => {
    const host = await openInHost({}, { failures: { 'POST /api/embed/session': ['silence'] } })
    await expect.element(page.getByRole('alert')).toMatchTextContent(/Latchkey did not answer\./u)
    expect(heardOf(host, 'failed')).toEqual([{ type: 'failed', code: 'no_answer' }])
    await userEvent.keyboard('{Escape}')
    expect(heardOf(host, 'closed')).toHaveLength(1)
  })
})

test('a ping is answered at any time', async () => {
  const host = await openInHost({ token: 'used before' })
  host.say({ type: 'ping' })
  expect(heardOf(host, 'pong')).toHaveLength(1)
})

test('what one person has typed is not for the next', async () => {
  sessionStorage.setItem('latchkey.embedded-person', JSON.stringify(['local', 'somebody else']))
  sessionStorage.setItem(
    'latchkey.add-credential',
    JSON.stringify({ connector: 'intercom', name: 'Theirs', description: '' }),
  )
  await openInHost()
  await button('Add Credential').click()
  await expect.element(page.getByRole('textbox', { name: 'Credential Name' })).toHaveValue('')
})

describe.each(['light', 'dark'] as const)('asked for in %s, whatever the machine prefers', (scheme) => {
  test.each(['#ffe600', '#000000', '#ff0000'])('with the accent %s, axe finds nothing', async (accent) => {
    await setTheme(scheme === 'light' ? 'dark' : 'light')
    const credentials = [
      makeCredential(),
      makeCredential({ name: 'Broken', status: 'failed', statusReason: 'revoked' }),
      makeCredential({ name: 'Limited', statusReason: 'scope' }),
    ]
    await openInHost({ theme: { accent, scheme, radius: 2, font: 'Georgia, serif' } }, { credentials })
    await tile('Broken').click()
    await expect.element(button('Use credential')).toHaveAttribute('aria-disabled', 'false')
    const { backgroundColor, fontFamily } = getComputedStyle(document.body)
    expect(backgroundColor).toBe(scheme === 'light' ? 'rgb(246, 247, 249)' : 'rgb(15, 18, 24)')
    expect(fontFamily).toMatch(/^Georgia/u)
    expect(await findViolations()).toEqual([])
    await button('Add Credential').click()
    await expect.element(overlay()).toBeVisible()
    expect(await findViolations()).toEqual([])
  })
})
