import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  descriptionField,
  fillIn,
  nameField,
  openOverlay,
  saveButton,
} from '../add-credential/add-credential.fixture.tsx'
import { accept, button, existing, fail, judge, refuse, tokenField, keyOf } from './secret-form.fixture.ts'

beforeEach(async () => {
  sessionStorage.clear()
  await page.viewport(1_280, 900)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a rejected token', () => {
  test.each([
    ['invalid', 'Intercom does not accept this token.'],
    ['revoked', 'Intercom no longer accepts this token: it was revoked.'],
    ['suspended', 'Intercom has suspended this token.'],
  ])('%s is said at the token field, selected for the next, with the request id', async (reason, words) => {
    await openOverlay(judge('token_rejected', { kind: 'rejected', reason }))
    await fillIn()
    await saveButton().click()
    await expect.element(tokenField()).toHaveAccessibleDescription(new RegExp(words, 'u'))
    await expect.element(tokenField()).toHaveAttribute('aria-invalid', 'true')
    await expect.element(tokenField()).toHaveFocus()
    const input = tokenField().element()
    if (!(input instanceof HTMLInputElement)) throw new TypeError('The token field is no input')
    expect([input.selectionStart, input.selectionEnd]).toEqual([0, input.value.length])
    await expect.element(button('Copy request id')).toBeVisible()
    await tokenField().fill('another')
    await expect.element(page.getByText(words)).not.toBeInTheDocument()
  })

  test('one that may belong to another region names the region asked, and opens Advanced settings', async () => {
    await openOverlay(judge('token_rejected', { kind: 'rejected', reason: 'invalid_or_other_region' }))
    await fillIn()
    await page.getByText('Advanced settings').click()
    await page.getByLabelText('Region').selectOptions('European Union')
    await page.getByText('Advanced settings').click()
    await saveButton().click()
    await expect
      .element(page.getByText('does not accept this token in the chosen region (European Union).', { exact: false }))
      .toBeVisible()
    await expect.element(page.getByLabelText('Region')).toBeVisible()
  })
})

describe('a restricted token', () => {
  test('says what is missing, and is saved by a second press', async () => {
    const verdict = { kind: 'restricted', reason: 'scope', missing: ['read_single_admin'], region: 'us' }
    const { sent, told } = await openOverlay(judge('token_restricted', verdict), accept())
    await fillIn()
    await saveButton().click()
    const notice = page.getByRole('group', { name: 'Intercom knows this token, but it lacks a permission.' })
    await expect.element(notice).toMatchTextContent(/Read one admin: shows the workspace/u)
    await expect.element(notice).toMatchTextContent(/regenerate the token.*everything else may work/u)
    await userEvent.keyboard('{Tab}{Tab}{Enter}')
    await expect.poll(() => told.onSaved.mock.calls.length).toBe(1)
    expect(sent[0]?.body).not.toHaveProperty('acceptRestricted')
    expect(sent[1]?.body).toMatchObject({ acceptRestricted: true })
    expect(keyOf(sent[1])).not.toBe(keyOf(sent[0]))
  })

  test.each([
    ['plan', 'plan does not allow'],
    ['token_unauthorized', 'pages disagree'],
  ])('%s has words of its own', async (reason, words) => {
    await openOverlay(judge('token_restricted', { kind: 'restricted', reason, region: 'auto' }))
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByText(words, { exact: false })).toBeVisible()
  })
})

describe('a provider that asks to wait', () => {
  test('is counted down and asked again, whatever this machine’s clock says', async () => {
    const { sent, told } = await openOverlay(throttled(2), accept())
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByRole('timer')).toHaveTextContent('2 s')
    await expect.element(page.getByRole('timer')).toHaveTextContent('1 s')
    expect(sent).toHaveLength(1)
    await expect.poll(() => told.onSaved.mock.calls.length, { timeout: 4_000 }).toBe(1)
  })

  test('asking again by the clock takes the focus from nobody who types', async () => {
    const { sent } = await openOverlay(throttled(1))
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByRole('timer')).toBeVisible()
    await descriptionField().click()
    await expect.poll(() => sent.length, { timeout: 4_000 }).toBe(2)
    await expect.element(page.getByText('Not saved: Intercom asks to wait', { exact: false })).toBeInTheDocument()
    await expect.element(descriptionField()).toHaveFocus()
  })

  test('is left alone after Stop waiting, and can be saved without checking', async () => {
    const { sent } = await openOverlay(throttled(1), accept())
    await fillIn()
    await saveButton().click()
    await button('Stop waiting').click()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(sent).toHaveLength(1)
    await button('Save without checking').click()
    await expect.poll(() => sent[1]?.body).toMatchObject({ acceptUnverified: true })
  })

  test('is not asked again while the person is asked whether to discard', async () => {
    const { sent } = await openOverlay(throttled(1), accept())
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByRole('timer')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(sent).toHaveLength(1)
    await button('Keep editing').click()
    await expect.poll(() => sent.length).toBe(2)
  })
})

describe('a provider that is not reached', () => {
  test.each([
    ['dns', 'Intercom could not be found.'],
    ['refused', 'Intercom could not be reached.'],
    ['tls', 'Intercom could not be reached securely.'],
    ['timeout', 'Intercom did not answer in time.'],
    ['server_error', 'Intercom has a problem of its own.'],
    ['unexpected_answer', 'Intercom gave an answer that is none.'],
  ])('%s says what was seen, offers another try, and saving without a check', async (reason, words) => {
    const verdict = { kind: 'unreachable', reason }
    const { sent } = await openOverlay(judge('provider_unreachable', verdict))
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByRole('group', { name: words })).toHaveFocus()
    await button('Try again').click()
    await expect.poll(() => sent.length).toBe(2)
    await button('Save without checking').click()
    await expect.poll(() => sent[2]?.body).toMatchObject({ acceptUnverified: true })
  })
})

describe('Latchkey itself', () => {
  test('not answering reads differently, and loses nothing', async () => {
    await openOverlay(fail())
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByRole('group', { name: 'Latchkey did not answer.' })).toHaveFocus()
    await expect.element(page.getByText('Nothing you typed is lost', { exact: false })).toBeVisible()
    await expect.element(nameField()).toHaveValue('Acme support')
  })

  test.each([
    ['store_unavailable', 'Latchkey cannot save at the moment.'],
    ['internal_error', 'Latchkey made a mistake.'],
  ] as const)('%s is Latchkey’s own, and is sent again under the same key', async (code, words) => {
    const { sent } = await openOverlay(refuse(code))
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByText(words)).toBeVisible()
    await button('Try again').click()
    await expect.poll(() => sent.length).toBe(2)
    expect(keyOf(sent[1])).toBe(keyOf(sent[0]))
  })

  test('a mistake of the page’s own is not put down to somebody’s answer', async () => {
    await openOverlay(accept())
    // As on a page that came by plain http from another machine.
    vi.spyOn(crypto, 'randomUUID').mockImplementationOnce(() => {
      throw new TypeError('crypto.randomUUID is not a function')
    })
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByRole('group', { name: 'Something went wrong on this page.' })).toHaveFocus()
  })

  test('a page that is no answer of Latchkey’s counts as none', async () => {
    await openOverlay(async () => new Response('<h1>Bad gateway</h1>', { status: 502 }))
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByText('Something else answered in its place', { exact: false })).toBeVisible()
  })

  test('any other refusal is said with its title and code', async () => {
    await openOverlay(refuse('too_large'))
    await fillIn()
    await saveButton().click()
    await expect.element(page.getByText('Latchkey refused: The body is too large.')).toBeVisible()
    await expect.element(page.getByText('too_large')).toBeVisible()
  })
})

describe('what is wrong with the input', () => {
  test('a token that is stored already is said at its field, and its tile can be taken instead', async () => {
    const { told } = await openOverlay(refuse('duplicate_credential', { existing }))
    await fillIn()
    await saveButton().click()
    await expect.element(tokenField()).toHaveAccessibleDescription(/stored already, as “Acme EU”/u)
    await button('Use “Acme EU”').click()
    expect(told.onUseExisting).toHaveBeenCalledWith(existing)
    expect(sessionStorage).toHaveLength(0)
  })

  test('of one that is stored where the person sees nothing of it, no more is said than whom to ask', async () => {
    await openOverlay(refuse('duplicate_credential'))
    await fillIn()
    await saveButton().click()
    await expect
      .element(tokenField())
      .toHaveAccessibleDescription(/stored already, in a credential that is not shared with you\. ?Ask an admin/u)
    await expect.element(tokenField()).toHaveFocus()
    await expect.element(button('Use')).not.toBeInTheDocument()
  })

  test('a name that is taken is said at the name', async () => {
    await openOverlay(refuse('name_taken'))
    await fillIn()
    await saveButton().click()
    await expect.element(nameField()).toHaveAccessibleDescription(/Another credential has this name/u)
    await expect.element(nameField()).toHaveFocus()
  })

  test('each pointer finds its field, and what has none is said for the form', async () => {
    const errors = [
      { pointer: '/description', code: 'control_character', detail: '' },
      { pointer: '/secret/accessToken', code: 'too_long', detail: '' },
      { pointer: '/connector', code: 'invalid_value', detail: '' },
    ]
    await openOverlay(refuse('invalid_input', { errors }))
    await fillIn()
    await saveButton().click()
    await expect.element(descriptionField()).toHaveAccessibleDescription(/control character/u)
    await expect.element(tokenField()).toHaveAccessibleDescription(/too long/u)
    await expect.element(page.getByText('Latchkey does not know this /connector.', { exact: false })).toBeVisible()
  })
})

/** @param seconds from the check's own time to when the provider may be asked again */
function throttled(seconds: number) {
  const retryAt = `2026-07-01T10:00:${String(seconds).padStart(2, '0')}Z`
  return judge('provider_throttled', { kind: 'throttled', retryAt })
}
