import type { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, findViolations, heading, link, openPage, setTheme } from '../app.fixture.tsx'
import { hearTabs, isSignedOut, linkField, makeSession, makeToken, signInElsewhere } from './session.fixture.ts'

const command = page.getByText('npm run latchkey -- sign-in-link')

beforeEach(async () => {
  await page.viewport(1_280, 900)
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a link that the page is opened by', () => {
  test('opens it at the path that it leads to; its token is in no address, and is kept nowhere', async () => {
    const token = makeToken()
    const { latchkey, client } = await openPage(`/?credential=1#sign-in=${token}`, withLink(token))
    expect(location.href).not.toContain(token)
    await expect.element(heading('Data flows')).toBeVisible()
    await expect.element(button('Account: Ada')).toBeVisible()
    expect(location.pathname + location.search + location.hash).toBe('/?credential=1')
    expect(latchkey.sent[0]).toMatchObject({ call: 'POST /api/session', client: 'web', body: { token } })
    expect(latchkey.sent.map(({ call }) => call)).not.toContain('POST /api/connectors')
    expect(readKept(client)).not.toContain(token)
  })

  test('that was used already says so, and how to get another', async () => {
    await openPage(`/#sign-in=${makeToken()}`, { session: null })
    await expect.element(heading('Sign in')).toBeVisible()
    await expect.element(linkField()).toHaveAccessibleDescription(/used already, or is more than an hour old/u)
    await expect.element(linkField()).toHaveFocus()
    await expect.element(command).toBeVisible()
    await expect.element(button('Copy command')).toBeVisible()
  })

  test('that was used already opens the page all the same to whoever is signed in', async () => {
    await openPage(`/#sign-in=${makeToken()}`, { session: makeSession() })
    await expect.element(heading('Data flows')).toBeVisible()
  })

  test('in a browser that does not keep the cookie, that is what is said', async () => {
    const token = makeToken()
    await openPage(`/#sign-in=${token}`, { ...withLink(token), losesCookies: true })
    await expect.element(linkField()).toHaveAccessibleDescription(/your browser did not keep it/u)
  })

  test.each([
    ['silence', /Latchkey did not answer/u],
    ['too_many_attempts', /Too many links were tried/u],
  ] as const)('%s is no word against the link', async (failure, words) => {
    const failures = { 'POST /api/session': [failure] }
    await openPage(`/#sign-in=${makeToken()}`, { session: null, failures })
    await expect.element(linkField()).toHaveAccessibleDescription(words)
  })
})

describe('where nobody is signed in', () => {
  test('nothing but the way in is to be seen, and a pasted link opens the path that one came to', async () => {
    const token = makeToken()
    const { client } = await openPage('/new/source/select', withLink(token))
    await expect.element(heading('Sign in')).toBeVisible()
    await expect.element(page.getByText('Intercom')).not.toBeInTheDocument()
    await expect.element(button('Account: Ada')).not.toBeInTheDocument()
    await expect.element(linkField()).toHaveAttribute('type', 'password')
    await linkField().fill(`  ${location.origin}/#sign-in=${token} `)
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('main').getByText('Intercom')).toBeVisible()
    await expect.element(page.getByRole('main')).toHaveFocus()
    expect(readKept(client)).not.toContain(token)
  })

  test('a token alone will do; one that opens nothing is said at the field, which is emptied', async () => {
    const token = makeToken()
    const { latchkey } = await openPage('/', withLink(token))
    await button('Sign in').click()
    await expect.element(linkField()).toHaveAccessibleDescription(/Paste the link here/u)
    await linkField().fill(makeToken())
    await button('Sign in').click()
    await expect.element(linkField()).toHaveAccessibleDescription(/used already/u)
    await expect.element(linkField()).toHaveFocus()
    await expect.element(linkField()).toHaveValue('')
    latchkey.failures = { 'POST /api/session': ['silence'] }
    await linkField().fill(token)
    await button('Sign in').click()
    await expect.element(linkField()).toHaveAccessibleDescription(/did not answer/u)
    await expect.element(linkField()).toHaveValue(token)
    await button('Sign in').click()
    await expect.element(heading('Data flows')).toBeVisible()
  })

  test('a link put into the address of the open page is taken', async () => {
    const token = makeToken()
    await openPage('/', withLink(token))
    await expect.element(heading('Sign in')).toBeVisible()
    location.hash = `#sign-in=${token}`
    await expect.element(heading('Data flows')).toBeVisible()
    expect(location.href).not.toContain(token)
  })

  test('it goes on by itself once another tab has signed in', async () => {
    const { latchkey } = await openPage('/', isSignedOut)
    await expect.element(heading('Sign in')).toBeVisible()
    latchkey.session = makeSession()
    signInElsewhere()
    await expect.element(heading('Data flows')).toBeVisible()
  })

  test('it goes on when one comes back to it and is signed in', async () => {
    const { latchkey } = await openPage('/', isSignedOut)
    await expect.element(heading('Sign in')).toBeVisible()
    latchkey.session = makeSession()
    dispatchEvent(new FocusEvent('focus'))
    await expect.element(heading('Data flows')).toBeVisible()
  })

  test('with an OpenID provider one goes there, and comes back to where one was', async () => {
    await openPage('/new/source/select?connector=1', { session: null, signIn: 'openid' })
    await expect
      .element(link('Sign in'))
      .toHaveAttribute('href', '/api/sign-in?return=%2Fnew%2Fsource%2Fselect%3Fconnector%3D1')
    await expect.element(linkField()).not.toBeInTheDocument()
  })

  test('after signing out that is what is said, and the way back does not lead there', async () => {
    await openPage('/signed-out', { session: null, signIn: 'openid' })
    await expect.element(heading('You are signed out')).toBeVisible()
    await expect.element(link('Sign in')).toHaveAttribute('href', '/api/sign-in?return=%2F')
  })

  test.each([
    [1_280, 'light', 'link'],
    [320, 'dark', 'link'],
    [320, 'light', 'openid'],
  ] as const)('axe finds nothing at %i pixels in the %s theme, by %s', async (width, theme, signIn) => {
    await page.viewport(width, 800)
    await setTheme(theme)
    await openPage('/', { session: null, signIn })
    await expect.element(heading('Sign in')).toBeVisible()
    expect(await findViolations()).toEqual([])
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  })
})

test('whoever is signed in has nothing to look for where one is signed out', async () => {
  await openPage('/signed-out', { session: makeSession() })
  await expect.element(heading('Data flows')).toBeVisible()
  expect(location.pathname).toBe('/')
})

test('the window that the provider comes back to tells the page of it, and closes', async () => {
  const close = vi.spyOn(globalThis, 'close').mockImplementation(() => {})
  const heard = hearTabs()
  await openPage('/signed-in', { session: makeSession({ signIn: 'openid' }) })
  await expect.element(heading('You are signed in')).toBeVisible()
  await expect.poll(() => heard.mock.lastCall?.[0].data as unknown).toBe('signed-in')
  expect(close).toHaveBeenCalled()
})

test('that window tells nothing where nobody is signed in', async () => {
  const close = vi.spyOn(globalThis, 'close').mockImplementation(() => {})
  await openPage('/signed-in', { session: null, signIn: 'openid' })
  await expect.element(heading('Sign in')).toBeVisible()
  expect(close).not.toHaveBeenCalled()
})

function withLink(token: string) {
  return { session: null, links: { [token]: makeSession() } }
}

/** Wherever a token could have stayed. */
function readKept(client: QueryClient): string {
  const queries = client.getQueryCache().getAll()
  const mutations = client.getMutationCache().getAll()
  const kept = [
    ...queries.map(({ queryKey, state }) => [queryKey, state]),
    ...mutations.map(({ state }) => state),
    [sessionStorage, localStorage].map((storage) => Object.entries(storage)),
    history.state as unknown,
  ]
  const typed = [...document.querySelectorAll('input')].map(({ value }) => value)
  return [JSON.stringify(kept), document.documentElement.outerHTML, ...typed, location.href].join('\n')
}

test.each([
  ['denied', /The provider did not let you in\./u],
  ['claims', /did not say to which organisation/u],
  ['something', /It did not work\./u],
])('a sign-in at the provider that ended in %s says so, and can be tried again from there', async (problem, words) => {
  await openPage(`/signed-in?problem=${problem}&return=%2Fevents%3Faction%3Dkey.created`, {
    session: null,
    signIn: 'openid',
  })
  await expect.element(page.getByRole('alert')).toMatchTextContent(words)
  await expect
    .element(link('Try again'))
    .toHaveAttribute('href', '/api/sign-in?return=%2Fevents%3Faction%3Dkey.created')
})
