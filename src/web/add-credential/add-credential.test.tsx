import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  accept,
  button,
  fail,
  hang,
  findCutOff,
  findViolations,
  makeToken,
  readTraces,
  refuse,
  savedCredential,
  tokenField,
  keyOf,
} from '../secret/secret-form.fixture.ts'
import { descriptionField, fillIn, nameField, openOverlay, saveButton } from './add-credential.fixture.tsx'

beforeEach(async () => {
  sessionStorage.clear()
  await page.viewport(1_280, 900)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('saving', () => {
  test('sends what was entered, tidied, with a key and the client header, and hands the credential on', async () => {
    const { sent, told } = await openOverlay(accept())
    await nameField().fill('  Acme support ')
    await descriptionField().fill('Weekly churn.')
    await tokenField().fill(makeToken())
    await saveButton().click()
    await expect.poll(() => told.onSaved.mock.calls).toEqual([[savedCredential]])
    const [save] = sent
    expect([save?.method, save?.path, save?.headers.get('Latchkey-Client')]).toEqual([
      'POST',
      '/api/credentials',
      'web',
    ])
    expect(keyOf(save)).toMatch(/^[\da-f-]{36}$/u)
    expect(save?.body).toEqual({
      connector: 'intercom',
      method: 'access_token',
      name: 'Acme support',
      description: 'Weekly churn.',
      region: 'auto',
      secret: { accessToken: makeToken() },
    })
  })

  test('a region chosen under Advanced settings goes along', async () => {
    const { sent } = await openOverlay(accept())
    await fillIn()
    await expect.element(page.getByLabelText('Region')).not.toBeVisible()
    await page.getByText('Advanced settings').click()
    await page.getByLabelText('Region').selectOptions('European Union')
    await saveButton().click()
    await expect.poll(() => sent[0]?.body).toMatchObject({ region: 'eu' })
  })

  test('Ctrl with Enter saves, from the description too', async () => {
    const { told } = await openOverlay(accept())
    await fillIn()
    await descriptionField().click()
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await expect.poll(() => told.onSaved.mock.calls.length).toBe(1)
  })

  test('says that it is checking, keeps the focus and the fields, and cannot be done twice', async () => {
    const { sent } = await openOverlay(hang())
    await fillIn()
    await saveButton().click()
    const checking = button('Checking with Intercom…')
    await expect.element(checking).toHaveFocus()
    await expect.element(checking).toHaveAttribute('aria-busy', 'true')
    await expect.element(nameField()).toHaveAttribute('readonly')
    await expect.element(tokenField()).toHaveAttribute('readonly')
    await checking.click({ force: true })
    await nameField().click()
    await userEvent.keyboard('{Enter}{Control>}{Enter}{/Control}')
    expect(sent).toHaveLength(1)
  })

  test('Cancel gives the attempt up, keeps the form, and looks whether it was saved all the same', async () => {
    const { sent, told, queryClient } = await openOverlay(hang(), accept())
    const invalidate = vi.spyOn(queryClient, 'invalidateQueries')
    await fillIn()
    await saveButton().click()
    await button('Cancel').click()
    await expect.element(page.getByText('Cancelled.', { exact: false })).toBeVisible()
    await expect.element(nameField()).toHaveValue('Acme support')
    await expect.element(tokenField()).toHaveValue(makeToken())
    expect(invalidate).toHaveBeenCalledWith({ queryKey: ['credentials'] })
    expect(told.onClosed).not.toHaveBeenCalled()
    await saveButton().click()
    await expect.poll(() => told.onSaved.mock.calls.length).toBe(1)
    expect(keyOf(sent[1])).toBe(keyOf(sent[0]))
  })

  test('the same body after a lost answer has the same key; another body has another', async () => {
    const { sent } = await openOverlay(fail())
    await fillIn()
    await saveButton().click()
    await button('Try again').click()
    await expect.poll(() => sent.length).toBe(2)
    await descriptionField().fill('Changed.')
    await button('Try again').click()
    await expect.poll(() => sent.length).toBe(3)
    expect(keyOf(sent[1])).toBe(keyOf(sent[0]))
    expect(keyOf(sent[2])).not.toBe(keyOf(sent[0]))
  })

  test('an attempt that is still being answered is asked for again, under its key', async () => {
    const { sent, told } = await openOverlay(refuse('idempotency_in_flight'), accept())
    await fillIn()
    await saveButton().click()
    await expect.poll(() => told.onSaved.mock.calls.length, { timeout: 5_000 }).toBe(1)
    expect(keyOf(sent[1])).toBe(keyOf(sent[0]))
  })
})

describe('leaving', () => {
  test('closes at once when nothing was typed', async () => {
    const { told } = await openOverlay()
    await expect.element(nameField()).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    expect(told.onClosed).toHaveBeenCalledOnce()
  })

  const ways: [string, () => Promise<void>][] = [
    ['Escape', () => userEvent.keyboard('{Escape}')],
    ['Cancel', () => button('Cancel').click()],
    ['Close', () => button('Close').click()],
    ['a press beside it', () => userEvent.click(document.documentElement, { position: { x: 5, y: 5 }, force: true })],
  ]
  test.each(ways)('%s asks before it throws away what was typed', async (_, leave) => {
    const { told } = await openOverlay()
    await nameField().fill('Acme')
    await leave()
    await expect.element(button('Keep editing')).toHaveFocus()
    await button('Keep editing').click()
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
    expect(told.onClosed).not.toHaveBeenCalled()
    expect(told.onReturn).not.toHaveBeenCalled()
    await leave()
    await button('Discard').click()
    expect(told.onClosed).toHaveBeenCalledOnce()
    expect(sessionStorage).toHaveLength(0)
  })

  test('the browser’s Back asks, too, and has its URL restored as soon as it asks', async () => {
    const { told, goBack } = await openOverlay()
    await tokenField().fill('x')
    await goBack()
    await expect.element(page.getByRole('alertdialog')).toBeVisible()
    expect(told.onReturn).toHaveBeenCalledOnce()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
    expect(told.onClosed).not.toHaveBeenCalled()
  })

  test('the browser’s Back leaves an untouched form without a question', async () => {
    const { told, goBack } = await openOverlay()
    await goBack()
    expect(told.onClosed).toHaveBeenCalledOnce()
  })

  test('discarding gives a running attempt up', async () => {
    const { told } = await openOverlay(hang())
    await fillIn()
    await saveButton().click()
    await userEvent.keyboard('{Escape}')
    await button('Discard').click()
    expect(told.onClosed).toHaveBeenCalledOnce()
    expect(told.onSaved).not.toHaveBeenCalled()
  })

  test('the focus goes back to what opened the overlay', async () => {
    const opener = document.body.appendChild(document.createElement('button'))
    opener.focus()
    const { unmount } = await openOverlay()
    await expect.element(nameField()).toHaveFocus()
    await unmount()
    await expect.poll(() => document.activeElement).toBe(opener)
    opener.remove()
  })
})

test('its fields are those of the guide it follows, in that order, below the methods, which say for whom they are', async () => {
  await openOverlay()
  await expect.element(nameField()).toHaveFocus()
  const stops = document.querySelectorAll('form label, form .method, form dl, form details:not(aside *) > summary')
  expect([...stops].map(({ textContent }) => textContent)).toEqual([
    'Access TokenFor your own workspace.',
    'OAuthFor other companies’ workspaces.',
    'Credential Name *',
    'Credential Description',
    'Access Token *',
    'Advanced settings',
    'Region',
  ])
  const method = page.getByRole('radio', { name: 'OAuth' })
  await expect.element(method).toHaveAccessibleDescription('For other companies’ workspaces.')
})

test('the guide lists the scopes and what each is for', async () => {
  await openOverlay()
  const guide = page.getByRole('complementary', { name: 'Where to find the token' })
  await expect.element(guide.getByRole('heading', { name: 'Scopes' })).toBeVisible()
  await expect
    .element(guide.getByRole('listitem').filter({ hasText: 'Read one admin: shows the workspace' }))
    .toBeVisible()
})

describe('what is kept', () => {
  test('a reload brings back the name and the description', async () => {
    const { unmount } = await openOverlay()
    await nameField().fill('Acme')
    await descriptionField().fill('Weekly churn.')
    await unmount()
    await openOverlay()
    await expect.element(nameField()).toHaveValue('Acme')
    await expect.element(descriptionField()).toHaveValue('Weekly churn.')
    await expect.element(tokenField()).toHaveValue('')
  })

  test('S1 a token is in no storage, no markup and no cache, be it typed, refused or saved', async () => {
    const { told, queryClient } = await openOverlay(fail(), accept())
    const holdsToken = () => readTraces(queryClient).includes(makeToken())
    await descriptionField().fill(`The token is ${makeToken()}`)
    expect(holdsToken()).toBe(false)
    await descriptionField().fill('Weekly churn.')
    await fillIn()
    await button('Show Access Token').click()
    expect(holdsToken()).toBe(false)
    await saveButton().click()
    await expect.element(button('Try again')).toBeVisible()
    await expect.poll(holdsToken).toBe(false)
    await button('Try again').click()
    await expect.poll(() => told.onSaved.mock.calls.length).toBe(1)
    await expect.poll(holdsToken).toBe(false)
    await expect.element(tokenField()).toHaveValue('')
    expect(sessionStorage).toHaveLength(0)
  })
})

test.each([
  [1_280, 900],
  [320, 640],
])('axe finds nothing at %i pixels, and nothing is cut off', async (width, height) => {
  await page.viewport(width, height)
  await openOverlay(fail())
  await saveButton().click()
  await expect.element(page.getByText('Enter the Credential Name.')).toBeVisible()
  await page.getByText('Advanced settings').click()
  await fillIn()
  await saveButton().click()
  await expect.element(page.getByText('Latchkey did not answer.')).toBeVisible()
  expect(await findViolations()).toEqual([])
  expect(findCutOff()).toEqual([])
})
