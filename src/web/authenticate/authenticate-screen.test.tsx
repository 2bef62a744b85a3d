import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  announced,
  button,
  findViolations,
  heading,
  keepDraft,
  makeCredential,
  openPage,
  tile,
} from '../app.fixture.tsx'
import { makeSession } from '../session/session.fixture.ts'

const path = '/new/source/authenticate'
const overlayPath = `${path}/add-credential`
const overlay = () => page.getByRole('dialog', { name: 'Add New Credential' })

beforeEach(async () => {
  await page.viewport(1_280, 900)
  keepDraft('source', { connector: 'intercom' })
})

describe('the tiles', () => {
  test('are one radio group, and each is described by its workspace, region, status and owner', async () => {
    await openPage(path, { credentials: [makeCredential(), makeCredential({ name: 'Other' })] })
    await expect.element(page.getByRole('radiogroup', { name: 'Credentials' })).toBeInTheDocument()
    await expect
      .element(tile('Acme support'))
      .toHaveAccessibleDescription(/Acme \(abc123\) · US Verified just now .*Ada/u)
    await expect.element(page.getByText('2 credentials')).toBeVisible()
  })

  test('are walked through by the arrow keys, one chosen, with Add Credential and the menus left out', async () => {
    await openPage(path, { credentials: ['One', 'Two', 'Three'].map((name) => makeCredential({ name })) })
    await tile('One').click()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(tile('Two')).toBeChecked()
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}')
    await expect.element(tile('Three')).toBeChecked()
    await expect.element(page.getByText('Using Three')).toBeVisible()
    expect(button('Add Credential').element().closest('[role="radiogroup"]')).toBeNull()
    expect(document.querySelectorAll('label button')).toHaveLength(0)
  })

  test('a name that is written from the right stands where its card begins, too', async () => {
    await openPage(path, { credentials: [makeCredential({ name: 'دعم' })] })
    await expect.element(page.getByText('دعم')).toBeVisible()
    const name = page.getByText('دعم').element()
    const words = document.createRange()
    words.selectNodeContents(name)
    expect(words.getBoundingClientRect().left).toBeCloseTo(name.getBoundingClientRect().left, 0)
  })

  test('a test workspace’s mark is seen, however narrow the page is', async () => {
    await page.viewport(320, 800)
    const workspaceName = 'Acme Customer Support International [Test]'
    const account = { workspaceName, workspaceId: null, region: 'US', adminName: null, adminEmail: null }
    await openPage(path, { credentials: [makeCredential({ account })] })
    await expect.element(page.getByText(workspaceName)).toBeVisible()
    const workspace = page.getByText(workspaceName).element().parentElement ?? document.body
    expect(workspace.scrollWidth).toBeLessThanOrEqual(workspace.clientWidth)
    expect(workspace.scrollHeight).toBeLessThanOrEqual(workspace.clientHeight)
  })

  test('a chosen one that is gone is let go of, and that is said', async () => {
    keepDraft('source', { connector: 'intercom', credentialId: crypto.randomUUID() })
    await openPage(path, { credentials: [makeCredential()] })
    await expect.element(announced()).toMatchTextContent(/The credential chosen before is gone\./u)
    await expect.element(page.getByText('Choose a credential, or add one, to go on.')).toBeVisible()
  })

  test('that there is none yet is said beside Add Credential', async () => {
    await openPage(path)
    await expect.element(page.getByText(/There is no Intercom credential yet/u)).toBeVisible()
    await expect.element(button('Add Credential')).toBeVisible()
  })

  test('a member is not told that there is none, who may only not see it', async () => {
    await openPage(path, { session: makeSession({ role: 'member' }) })
    await expect.element(page.getByText(/No Intercom credential is yours or shared with you yet/u)).toBeVisible()
  })

  test('that they are loading is said', async () => {
    await openPage(path, { failures: { 'GET /api/credentials': ['hang'] } })
    await expect.element(page.getByText('Loading the credentials…')).toBeInTheDocument()
  })

  test('that they did not come is said, with a way to try again', async () => {
    const failures = { 'GET /api/credentials': ['silence' as const, 'silence' as const] }
    await openPage(path, { credentials: [makeCredential()], failures })
    await expect.element(page.getByRole('alert')).toMatchTextContent(/The credentials could not be loaded\./u)
    await button('Retry').click()
    await expect.element(tile('Acme support')).toBeVisible()
  })
})

test('Next says why it leads nowhere yet, and leads on once something is chosen', async () => {
  await openPage(path, { credentials: [makeCredential()] })
  await expect.element(button('Next')).toHaveAccessibleDescription('Choose a credential, or add one, to go on.')
  // A press by the keyboard: the disabled look is for pointers, the button answers all the same.
  button('Next').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(announced()).toMatchTextContent(/Choose a credential, or add one, to go on\./u)
  await expect.element(heading('Authenticate')).toBeVisible()
  await tile('Acme support').click()
  await button('Next').click()
  await expect.element(heading('Configure')).toHaveFocus()
})

describe('Add New Credential', () => {
  test('has a URL of its own, and closing it leads back, with the focus on Add Credential', async () => {
    await openPage(path)
    await button('Add Credential').click()
    await expect.element(overlay()).toBeVisible()
    expect(location.pathname).toBe(overlayPath)
    await userEvent.keyboard('{Escape}')
    await expect.element(overlay()).not.toBeInTheDocument()
    await expect.poll(() => location.pathname).toBe(path)
    await expect.element(button('Add Credential')).toHaveFocus()
    // It went back in the history and added nothing to it: forward opens it again.
    history.forward()
    await expect.element(overlay()).toBeVisible()
  })

  test('opened by its address, closing it leads to the screen, and not out of the page', async () => {
    await openPage(overlayPath)
    await expect.element(overlay()).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(overlay()).not.toBeInTheDocument()
    expect(location.pathname).toBe(path)
    await expect.element(heading('Authenticate')).toBeVisible()
  })

  test('the browser’s Back asks before it throws away what was typed, however often it is pressed', async () => {
    await openPage('/new/source/select')
    await page.getByRole('button', { name: /^Intercom/u }).click()
    await button('Add Credential').click()
    await page.getByRole('textbox', { name: 'Credential Name' }).fill('Acme')
    history.back()
    await expect.element(button('Keep editing')).toHaveFocus()
    await expect.poll(() => location.pathname).toBe(overlayPath)
    const isLeft = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }))
    history.back()
    await isLeft
    await expect.poll(() => location.pathname).toBe(overlayPath)
    await button('Keep editing').click()
    await expect.element(page.getByRole('textbox', { name: 'Credential Name' })).toHaveValue('Acme')
    history.back()
    await button('Discard').click()
    await expect.element(overlay()).not.toBeInTheDocument()
    await expect.poll(() => location.pathname).toBe(path)
  })

  test('of a token that is stored already, the credential it belongs to can be taken, wherever it stands', async () => {
    const credentials = Array.from({ length: 30 }, (_, index) => makeCredential({ name: `Older ${index}` }))
    const existing = makeCredential({ name: 'Long there' })
    const failures = { 'POST /api/credentials': [{ code: 'duplicate_credential' as const, more: { existing } }] }
    await openPage(path, { credentials: [...credentials, existing], failures })
    await button('Add Credential').click()
    await page.getByRole('textbox', { name: 'Credential Name' }).fill('Again')
    await page.getByLabelText('Access Token', { exact: false }).first().fill(btoa('tok:made-up'))
    await button('Save').click()
    await button('Use “Long there”').click()
    await expect.element(tile('Long there')).toHaveFocus()
    await expect.element(tile('Long there')).toBeChecked()
    await expect.element(tile('Long there')).toBeInViewport()
    await expect.element(announced()).toMatchTextContent(/“Long there” is chosen/u)
  })

  test('a saved credential is there, chosen, in view and focused, and it is said whose it is', async () => {
    const credentials = Array.from({ length: 30 }, (_, index) => makeCredential({ name: `Older ${index}` }))
    await openPage(path, { credentials })
    await button('Add Credential').click()
    await page.getByRole('textbox', { name: 'Credential Name' }).fill('Brand new')
    await page.getByLabelText('Access Token', { exact: false }).first().fill(btoa('tok:made-up'))
    await button('Save').click()
    await expect.element(tile('Brand new')).toHaveFocus()
    await expect.element(tile('Brand new')).toBeChecked()
    await expect.element(tile('Brand new')).toBeInViewport()
    await expect.element(overlay()).not.toBeInTheDocument()
    expect(location.pathname).toBe(path)
    await expect
      .element(announced())
      .toMatchTextContent(/“Brand new” saved\. It belongs to workspace Acme \(abc123\), United States\./u)
    await expect.element(page.getByText('31 credentials')).toBeVisible()
  })
})

test.each([1_280, 320])('axe finds nothing at %i pixels, nor does anything scroll sideways', async (width) => {
  await page.viewport(width, 800)
  const name = 'Unbreakable'.repeat(10)
  const credentials = [
    makeCredential({ name, description: name, status: 'failed', statusReason: 'revoked' }),
    makeCredential({ name: 'مفتاح', account: null, region: 'auto', status: 'unverified', checkedAt: null }),
    makeCredential({ statusReason: 'scope' }),
  ]
  await openPage(path, { credentials })
  await tile(name).click()
  expect(await findViolations()).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
})
