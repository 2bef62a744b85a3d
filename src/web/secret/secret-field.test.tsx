import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { descriptionField, nameField, openOverlay, saveButton } from '../add-credential/add-credential.fixture.tsx'
import { accept, button, makeToken, paste, readStorage, tokenField } from './secret-form.fixture.ts'

beforeEach(async () => {
  sessionStorage.clear()
  await page.viewport(1_280, 900)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the token field', () => {
  test('hides its value, reveals it when asked, and asks everybody else to leave it alone', async () => {
    await openOverlay()
    await expect.element(tokenField()).toHaveAttribute('type', 'password')
    await button('Show Access Token').click()
    await expect.element(tokenField()).toHaveAttribute('type', 'text')
    await button('Hide Access Token').click()
    await expect.element(tokenField()).toHaveAttribute('type', 'password')
    const attributes = ['autocomplete', 'data-1p-ignore', 'data-lpignore', 'data-bwignore', 'spellcheck']
    const set = attributes.map((attribute) => tokenField().element().getAttribute(attribute))
    expect(set).toEqual(['off', 'true', 'true', 'true', 'false'])
  })

  test.each([
    [(token: string) => `  ${token}\n`, 'White space around the token was removed.'],
    [(token: string) => ` "${token}" `, 'White space and quotes around the token were removed.'],
    [(token: string) => `\u200B${token}`, 'Invisible characters around the token were removed.'],
    [(token: string) => `Bearer ${token}`, 'White space and the word “Bearer” around the token were removed.'],
  ])('removes what a paste brings around a token, and says so (%#)', async (around, words) => {
    await openOverlay()
    paste(around(makeToken()))
    await expect.element(tokenField()).toHaveValue(makeToken())
    await expect.element(tokenField()).toHaveAccessibleDescription(new RegExp(words, 'u'))
  })

  test('tidies what was typed, on leaving it and on Enter', async () => {
    const { sent } = await openOverlay(accept())
    await nameField().fill('Acme')
    await tokenField().fill(` ${makeToken()}`)
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => sent[0]?.body['secret']).toEqual({ accessToken: makeToken() })
    await tokenField().fill(` ${makeToken()}`)
    await nameField().click()
    await expect.element(tokenField()).toHaveValue(makeToken())
  })

  test.each([
    [`${makeToken()}\n${makeToken()}`, 'white space inside'],
    ['two words', 'white space inside'],
    ['emoji🎉inside', 'a character in it that no token has'],
    ['a\u200Bb', 'a character in it that no token has'],
    ['x'.repeat(10_000), 'too long: 4,096'],
  ])('refuses what no token holds before any call (%#)', async (pasted, words) => {
    const { sent } = await openOverlay(accept())
    await nameField().fill('Acme')
    paste(pasted)
    await expect.element(tokenField()).toHaveAccessibleDescription(new RegExp(words, 'u'))
    await saveButton().click()
    await expect.element(tokenField()).toHaveFocus()
    expect(sent).toEqual([])
  })

  test('“Bearer” alone is no token', async () => {
    await openOverlay()
    paste('Bearer ')
    await saveButton().click()
    await expect.element(tokenField()).toHaveAccessibleDescription(/Enter the Access Token./u)
  })

  test('an unusual shape is a hint, and stops nobody', async () => {
    const { told } = await openOverlay(accept())
    await nameField().fill('Acme')
    paste('unusual-token')
    await expect.element(tokenField()).toHaveAccessibleDescription(/Tokens usually begin with dG9r\./u)
    await expect.element(tokenField()).toHaveAttribute('aria-invalid', 'false')
    await saveButton().click()
    await expect.poll(() => told.onSaved.mock.calls.length).toBe(1)
  })
})

describe('the name and the description', () => {
  test('what is missing is said at its field, and the first of them gets the focus', async () => {
    const { sent } = await openOverlay(accept())
    await saveButton().click()
    await expect.element(nameField()).toHaveAccessibleDescription('Enter the Credential Name.')
    await expect.element(tokenField()).toHaveAccessibleDescription(/Enter the Access Token\./u)
    await expect.element(nameField()).toHaveFocus()
    expect(sent).toEqual([])
  })

  test.each([
    ['\u200B\u200B', 'invisible characters only'],
    ['x'.repeat(121), 'too long: 120'],
    ['a\u0000b', 'control character'],
  ])('a name that cannot be stored is refused (%#)', async (name, words) => {
    await openOverlay(accept())
    await nameField().fill(name)
    await saveButton().click()
    await expect.element(nameField()).toHaveAccessibleDescription(new RegExp(words, 'u'))
  })

  test.each(['العربية', '<script>alert(1)</script>', '🎉', '名前'])('“%s” is a name', async (name) => {
    const { sent } = await openOverlay(accept())
    await nameField().fill(name)
    await tokenField().fill(makeToken())
    await saveButton().click()
    await expect.poll(() => sent[0]?.body['name']).toBe(name)
  })

  test('how many characters are left is said near the limit only', async () => {
    await openOverlay()
    await nameField().fill('x'.repeat(60))
    await expect.element(nameField()).not.toHaveAccessibleDescription()
    await nameField().fill('🎉'.repeat(118))
    await expect.element(nameField()).toHaveAccessibleDescription('2 characters left.')
    await descriptionField().fill('x'.repeat(1_001))
    await expect.element(descriptionField()).toHaveAccessibleDescription(/1 character too many\./u)
  })

  test('S1 a token pasted into the name is refused there, and is in no storage', async () => {
    const { sent } = await openOverlay(accept())
    await nameField().fill(makeToken())
    await tokenField().fill(makeToken())
    expect(readStorage()).not.toContain(makeToken())
    await saveButton().click()
    await expect.element(nameField()).toHaveAccessibleDescription(/looks like the token itself/u)
    expect(sent).toEqual([])
  })
})
