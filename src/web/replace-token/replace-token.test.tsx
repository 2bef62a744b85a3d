import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'
import type { Credential } from '../../contract/credential.ts'
import {
  type Answer,
  answerWith,
  button,
  connector,
  existing,
  fail,
  findCutOff,
  findViolations,
  hang,
  judge,
  makeToken,
  readTraces,
  refuse,
  savedCredential,
  tokenField,
} from '../secret/secret-form.fixture.ts'
import { Announcer } from '../ui/announcer.tsx'
import '../ui/base.css'
import '../ui/tokens.css'
import { ReplaceToken } from './replace-token.tsx'

beforeEach(async () => {
  await page.viewport(1_280, 900)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

test('S1 the new token takes the old one’s place, which served until then, and leaves no trace', async () => {
  const { sent, told, queryClient } = await openForm(give(replaced))
  await expect.element(tokenField()).toHaveFocus()
  const old = page.getByRole('region', { name: 'The token in use' })
  await expect.element(old).toMatchTextContent(/Acme.*Workspace abc123 · United States/u)
  await expect.element(old).toMatchTextContent(/serves until the new one has passed its check and is sealed/u)
  await tokenField().fill(` ${makeToken('1')}`)
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => told.onReplaced.mock.calls).toEqual([[replaced]])
  const [put] = sent
  expect([put?.method, put?.path]).toEqual(['PUT', `/api/credentials/${savedCredential.id}/secret`])
  expect(put?.headers.get('If-Match')).toBe('"1"')
  expect(put?.body).toEqual({ method: 'access_token', region: 'auto', secret: { accessToken: makeToken('1') } })
  await expect.poll(() => readTraces(queryClient).includes(makeToken('1'))).toBe(false)
  await expect.element(tokenField()).toHaveValue('')
})

describe('what stands against it', () => {
  test('a rejected token is said at its field', async () => {
    await openForm(judge('token_rejected', { kind: 'rejected', reason: 'revoked' }))
    await replaceBy(makeToken('1'))
    await expect.element(tokenField()).toHaveAccessibleDescription(/it was revoked/u)
    await expect.element(tokenField()).toHaveFocus()
  })

  test('a restricted one is taken by a second press', async () => {
    const verdict = { kind: 'restricted', reason: 'plan', region: 'us' }
    const { sent, told } = await openForm(judge('token_restricted', verdict), give(replaced))
    await replaceBy(makeToken('1'))
    await button('Replace all the same').click()
    await expect.poll(() => told.onReplaced.mock.calls.length).toBe(1)
    expect(sent[1]?.body).toMatchObject({ acceptRestricted: true })
  })

  test('a provider that is not reached leaves the old token in use, and nothing is taken unchecked', async () => {
    const { sent } = await openForm(judge('provider_unreachable', { kind: 'unreachable', reason: 'dns' }))
    await replaceBy(makeToken('1'))
    const notice = page.getByRole('group', { name: 'Intercom could not be found.' })
    await expect.element(notice).toMatchTextContent(/The old token stays in use/u)
    expect(
      notice
        .getByRole('button')
        .elements()
        .map(({ textContent }) => textContent),
    ).toEqual(['Copy request id', 'Try again'])
    await button('Try again').click()
    await expect.poll(() => sent.length).toBe(2)
  })

  test('a token that another credential has leads to that one', async () => {
    const { told } = await openForm(refuse('duplicate_credential', { existing }))
    await replaceBy(makeToken('1'))
    await expect.element(tokenField()).toHaveAccessibleDescription(/stored already, as “Acme EU”/u)
    await button('Use “Acme EU”').click()
    expect(told.onUseExisting).toHaveBeenCalledWith(existing)
  })

  test('a credential that is gone is said to be', async () => {
    await openForm(refuse('not_found'))
    await replaceBy(makeToken('1'))
    await expect.element(page.getByRole('group', { name: 'This credential is no longer there.' })).toHaveFocus()
  })

  test('S1 a failed attempt leaves no trace of the token', async () => {
    const { queryClient } = await openForm(fail())
    await replaceBy(makeToken('1'))
    await expect.element(button('Try again')).toBeVisible()
    await expect.poll(() => readTraces(queryClient).includes(makeToken('1'))).toBe(false)
  })
})

describe('a token of another workspace', () => {
  test('is refused, both named, until the new one’s name is typed', async () => {
    const { sent, told } = await openForm(mismatch('Umbrella  [TEST]'), give(replaced))
    await replaceBy(makeToken('1'))
    const notice = page.getByRole('group', { name: 'The new token belongs to another workspace.' })
    await expect.element(notice).toHaveFocus()
    await expect.element(notice).toMatchTextContent(/Old tokenAcme \(abc123\)New tokenUmbrella \[TEST\] \(xyz789\)/u)
    await expect.element(accept()).toHaveAttribute('aria-disabled', 'true')
    await accept().click({ force: true })
    await userEvent.tab({ shift: true })
    await userEvent.keyboard('Umbrella{Enter}')
    expect(sent).toHaveLength(1)
    // White space in a row is not to be seen, and not asked for.
    await userEvent.keyboard(' [[TEST]{Enter}')
    await expect.poll(() => told.onReplaced.mock.calls.length).toBe(1)
    expect(sent[1]?.body).toMatchObject({ acceptAccountChange: true, secret: { accessToken: makeToken('1') } })
  })

  test('that has no name is confirmed by its id; one the provider does not tell, by the credential’s name', async () => {
    await openForm(mismatch(null), mismatch(null, null))
    await replaceBy(makeToken('1'))
    await page.getByLabelText('To go on, type the new workspace’s id: xyz789').fill('xyz789')
    await expect.element(button('Replace with “xyz789”')).toHaveAttribute('aria-disabled', 'false')
    await replaceBy(makeToken('2'))
    await page.getByLabelText('To go on, type the credential’s name: Acme support').fill('Acme support')
    await expect.element(button('Replace the token of “Acme support”')).toHaveAttribute('aria-disabled', 'false')
  })

  test('is forgotten with the token: what was confirmed holds for no other', async () => {
    const { sent } = await openForm(mismatch('Umbrella'), refuse('internal_error'))
    await replaceBy(makeToken('1'))
    await page.getByLabelText('To go on', { exact: false }).fill('Umbrella')
    await accept().click()
    await expect.element(button('Try again')).toBeVisible()
    await tokenField().fill(makeToken('2'))
    await expect.element(button('Try again')).not.toBeInTheDocument()
    await button('Replace token').click()
    await expect.poll(() => sent.length).toBe(3)
    expect(sent[1]?.body).toHaveProperty('acceptAccountChange')
    expect(sent[2]?.body).not.toHaveProperty('acceptAccountChange')
  })

  test.each([
    [1_280, 900],
    [320, 640],
  ])('axe finds nothing at %i pixels, and nothing is cut off', async (width, height) => {
    await page.viewport(width, height)
    await openForm(mismatch('Umbrella'.repeat(12)))
    await replaceBy(makeToken('1'))
    await expect.element(accept()).toBeVisible()
    expect(await findViolations()).toEqual([])
    expect(findCutOff()).toEqual([])
  })
})

test('a credential that somebody changed is looked at first, and replaced as it was seen then', async () => {
  const changed = { ...savedCredential, name: 'Renamed', etag: '"2"' }
  const { sent, told } = await openForm(refuse('changed_meanwhile'), fail(), give(changed), give(replaced))
  await replaceBy(makeToken('1'))
  await expect.element(page.getByRole('group', { name: 'Somebody changed this credential meanwhile.' })).toHaveFocus()
  await button('Show it as it is now').click()
  await expect.element(page.getByText('Latchkey did not answer. Check', { exact: false }).first()).toBeVisible()
  await button('Show it as it is now').click()
  await expect.element(page.getByRole('region', { name: 'The token in use' })).toMatchTextContent(/“Renamed”/u)
  await expect.element(button('Replace token')).toHaveFocus()
  expect(sent.map(({ method }) => method)).toEqual(['PUT', 'GET', 'GET'])
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => told.onReplaced.mock.calls.length).toBe(1)
  expect(sent[3]?.headers.get('If-Match')).toBe('"2"')
})

describe('leaving', () => {
  test('closes at once when nothing was entered, and asks when something was', async () => {
    const { told } = await openForm(hang())
    await userEvent.keyboard('{Escape}')
    expect(told.onClosed).toHaveBeenCalledOnce()
    await replaceBy(makeToken('1'))
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('alertdialog')).toMatchTextContent(/the old token stays in use/iu)
    await button('Discard').click()
    expect(told.onClosed).toHaveBeenCalledTimes(2)
    expect(told.onReplaced).not.toHaveBeenCalled()
  })

  test('Cancel gives a running attempt up, and keeps the form', async () => {
    const { told } = await openForm(hang())
    await replaceBy(makeToken('1'))
    await button('Cancel').click()
    await expect.element(page.getByText('Cancelled.', { exact: false })).toBeVisible()
    await expect.element(tokenField()).toHaveValue(makeToken('1'))
    expect(told.onClosed).not.toHaveBeenCalled()
  })
})

const accept = () => page.getByRole('button', { name: /^Replace with/u })

async function replaceBy(token: string): Promise<void> {
  await tokenField().fill(token)
  await userEvent.keyboard('{Enter}')
}

const replaced: Credential = { ...savedCredential, fingerprint: '0a1b2c3d', etag: '"9"' }

const give =
  (credential: Credential): Answer =>
  async () =>
    Response.json(credential)

/** The new token's workspace is not the old one's. */
function mismatch(workspaceName: string | null, workspaceId: string | null = 'xyz789'): Answer {
  const account = { workspaceName, workspaceId, region: 'US', adminName: null, adminEmail: null }
  return judge('account_mismatch', { kind: 'accepted', region: 'us', account })
}

async function openForm(...answers: Answer[]) {
  const sent = answerWith(...answers)
  const told = {
    onClosed: vi.fn<() => void>(),
    onReplaced: vi.fn<(credential: Credential) => void>(),
    onUseExisting: vi.fn<(existing: { id: string; name: string }) => void>(),
  }
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <ReplaceToken connector={connector} credential={savedCredential} {...told} />
        <Announcer />
      </QueryClientProvider>
    </StrictMode>,
  )
  return { sent, told, queryClient }
}
