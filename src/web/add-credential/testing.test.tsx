import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  accept,
  button,
  existing,
  fail,
  findCutOff,
  findViolations,
  hang,
  makeToken,
  readTraces,
  savedCredential,
  tokenField,
} from '../secret/secret-form.fixture.ts'
import { fillIn, nameField, openOverlay, saveButton } from './add-credential.fixture.tsx'

beforeEach(async () => {
  sessionStorage.clear()
  await page.viewport(1_280, 900)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('Test', () => {
  test('asks about the secret alone, stores nothing, and says whose it is while the rest is typed', async () => {
    const { sent, told } = await openOverlay(checked({ account }), accept())
    await tokenField().fill(makeToken())
    await testButton().click()
    await expect
      .element(card())
      .toMatchTextContent(/Acme.*Workspace abc123 · United States.*Admin: Ada \(ada@acme\.test\)/u)
    await expect.element(testButton()).toHaveFocus()
    await expect
      .element(page.getByText('Intercom accepts this token. It belongs to workspace Acme (abc123), United States.'))
      .toBeInTheDocument()
    expect(sent).toHaveLength(1)
    expect([sent[0]?.method, sent[0]?.path]).toEqual(['POST', '/api/credentials/check'])
    expect(sent[0]?.body).toEqual({
      connector: 'intercom',
      method: 'access_token',
      region: 'auto',
      secret: { accessToken: makeToken() },
    })
    await nameField().fill('Acme support')
    await expect.element(card()).toBeVisible()
    await saveButton().click()
    await expect.poll(() => told.onSaved.mock.calls).toEqual([[savedCredential]])
  })

  test('wants a token first, and no name', async () => {
    const { sent } = await openOverlay(checked({ account }))
    await testButton().click()
    await expect.element(tokenField()).toHaveAccessibleDescription(/Enter the Access Token\./u)
    await expect.element(tokenField()).toHaveFocus()
    await expect.element(nameField()).toHaveAttribute('aria-invalid', 'false')
    await userEvent.keyboard('x')
    await expect.element(tokenField()).toHaveAttribute('aria-invalid', 'false')
    expect(sent).toEqual([])
  })

  test('another token, or another region, takes back what was said of the one before', async () => {
    await openOverlay(checked({ account }))
    await tokenField().fill(makeToken())
    await testButton().click()
    await expect.element(card()).toBeVisible()
    await tokenField().fill(makeToken('1'))
    await expect.element(card()).not.toBeInTheDocument()
    await testButton().click()
    await expect.element(card()).toBeVisible()
    await page.getByText('Advanced settings').click()
    await page.getByLabelText('Region').selectOptions('European Union')
    await expect.element(card()).not.toBeInTheDocument()
  })

  test('says what the provider did not say, and that a workspace is for tests', async () => {
    const named = { ...account, workspaceId: null, adminName: null, adminEmail: null }
    await openOverlay(
      checked({ account: null, region: 'auto' }),
      checked({ account: { ...named, workspaceName: 'Acme [TEST]' } }),
    )
    await tokenField().fill(makeToken())
    await testButton().click()
    await expect.element(card()).toMatchTextContent(/Intercom did not say which workspace the token belongs to\./u)
    await testButton().click()
    await expect.element(card().getByText('[TEST]', { exact: true })).toBeVisible()
    await expect.element(card()).toMatchTextContent(/Acme \[TEST\]United States/u)
  })

  test.each([
    [['Sales'], 'Another credential, “Sales”, already holds a token of this workspace. You can save this one as well.'],
    [['A', 'B', 'C'], 'Other credentials, “A”, “B” and “C”, already hold tokens of this workspace.'],
  ])('a workspace that %j hold a token of already is said before saving, calmly', async (names, words) => {
    const sameWorkspace = names.map((name, index) => ({ id: `0198c000-0000-7000-8000-00000000001${index}`, name }))
    await openOverlay(checked({ account, sameWorkspace }))
    await tokenField().fill(makeToken())
    await testButton().click()
    await expect.element(card().getByText(words, { exact: false })).toBeVisible()
    await expect.element(tokenField()).toHaveAttribute('aria-invalid', 'false')
  })

  test('a token that is stored already is said as after Save', async () => {
    const { told } = await openOverlay(checked({ account, existing }))
    await tokenField().fill(makeToken())
    await testButton().click()
    await expect.element(tokenField()).toHaveAccessibleDescription(/stored already, as “Acme EU”/u)
    await expect.element(tokenField()).toHaveFocus()
    await button('Use “Acme EU”').click()
    expect(told.onUseExisting).toHaveBeenCalledWith(existing)
  })

  test('a token that is refused is said as after Save, even where it is stored already', async () => {
    await openOverlay(checked({ kind: 'rejected', reason: 'revoked', existing }))
    await tokenField().fill(makeToken())
    await testButton().click()
    await expect.element(tokenField()).toHaveAccessibleDescription(/it was revoked/u)
    await expect.element(tokenField()).toHaveFocus()
  })

  test('a setback has the words of Save, and offers nothing to accept', async () => {
    const { sent } = await openOverlay(
      checked({ kind: 'restricted', reason: 'scope', region: 'us' }),
      checked({ kind: 'unreachable', reason: 'timeout' }),
      checked({ account }),
    )
    await tokenField().fill(makeToken())
    await testButton().click()
    await expect.element(page.getByRole('group', { name: /lacks a permission/u })).toHaveFocus()
    await expect.element(button('Save anyway')).not.toBeInTheDocument()
    await testButton().click()
    await expect.element(page.getByRole('group', { name: 'Intercom did not answer in time.' })).toHaveFocus()
    await expect.element(button('Save without checking')).not.toBeInTheDocument()
    await userEvent.keyboard('{Tab}{Enter}')
    await expect.element(card()).toBeVisible()
    await expect.element(testButton()).toHaveFocus()
    expect(sent.map(({ path }) => path)).toEqual(sent.map(() => '/api/credentials/check'))
  })

  test('is the only thing under way while it is, and Cancel gives it up', async () => {
    const { sent, told } = await openOverlay(hang())
    await fillIn()
    await testButton().click()
    const testing = button('Testing…')
    await expect.element(testing).toHaveFocus()
    await expect.element(testing).toHaveAttribute('aria-busy', 'true')
    await userEvent.keyboard('{Enter}{Control>}{Enter}{/Control}')
    await saveButton().click({ force: true })
    expect(sent).toHaveLength(1)
    await button('Cancel').click()
    await expect.element(page.getByText('Cancelled. A test stores nothing.')).toBeVisible()
    await expect.element(tokenField()).toHaveValue(makeToken())
    expect(told.onClosed).not.toHaveBeenCalled()
  })

  test('S1 leaves no trace of the token, be it accepted or not answered', async () => {
    const { queryClient } = await openOverlay(checked({ account }), fail())
    const holdsToken = () => readTraces(queryClient).includes(makeToken())
    await fillIn()
    await testButton().click()
    await expect.element(card()).toBeVisible()
    await expect.poll(holdsToken).toBe(false)
    await testButton().click()
    await expect.element(page.getByText('a test stores nothing', { exact: false })).toBeVisible()
    await expect.poll(holdsToken).toBe(false)
  })

  test.each([
    [1_280, 900],
    [320, 640],
  ])('axe finds nothing in a card at %i pixels, and nothing is cut off', async (width, height) => {
    await page.viewport(width, height)
    const workspaceName = `${'Acme'.repeat(20)} [TEST]`
    await openOverlay(checked({ account: { ...account, workspaceName }, sameWorkspace: [existing] }))
    await fillIn()
    await testButton().click()
    await expect.element(card()).toBeVisible()
    expect(await findViolations()).toEqual([])
    expect(findCutOff()).toEqual([])
  })
})

const testButton = () => page.getByRole('button', { name: 'Test', exact: true })
const card = () => page.getByRole('group', { name: 'Whose token this is' })

const account = {
  workspaceName: 'Acme',
  workspaceId: 'abc123',
  region: 'US',
  adminName: 'Ada',
  adminEmail: 'ada@acme.test',
}

const checked = (said: object) => async () =>
  Response.json({ kind: 'accepted', region: 'us', checkedAt: '2026-07-01T10:00:00Z', sameWorkspace: [], ...said })
