import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, type Failure, findViolations, makeCredential } from '../app.fixture.tsx'
import { heardOf, openInHost } from './embed.fixture.tsx'

beforeEach(() => page.viewport(1_280, 900))

const overlay = () => page.getByRole('dialog', { name: 'Add New Credential' })
const name = () => page.getByRole('textbox', { name: 'Credential Name' })

async function fillIn() {
  await name().fill('Brand new')
  await page.getByLabelText('Access Token', { exact: false }).first().fill(btoa('tok:made-up'))
}

describe('the overlay alone', () => {
  test('stands over the host’s page, of which nothing is hidden but by its scrim', async () => {
    const host = await openInHost({ view: 'overlay' })
    await expect.element(overlay()).toBeVisible()
    await expect.element(name()).toHaveFocus()
    await expect.poll(() => heardOf(host, 'shown')).toHaveLength(1)
    expect(getComputedStyle(document.body).backgroundImage).toBe('none')
    expect(getComputedStyle(document.body).backgroundColor).toBe('rgba(0, 0, 0, 0)')
    expect(getComputedStyle(document.documentElement).scrollbarGutter).toBe('auto')
    expect(await findViolations()).toEqual([])
  })

  test('hands over what was saved, and is gone', async () => {
    const host = await openInHost({ view: 'overlay' })
    await fillIn()
    await button('Save').click()
    await expect.poll(() => heardOf(host, 'selected').map(({ credential }) => credential.name)).toEqual(['Brand new'])
    await expect.element(overlay()).not.toBeInTheDocument()
    expect(heardOf(host, 'closed')).toEqual([])
  })

  test('asks before it lets go of what was typed, and not where nothing was', async () => {
    const host = await openInHost({ view: 'overlay' })
    await name().fill('Acme')
    await userEvent.keyboard('{Escape}')
    await button('Keep editing').click()
    await expect.element(name()).toHaveValue('Acme')
    expect(heardOf(host, 'closed')).toEqual([])
    await name().fill('')
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => heardOf(host, 'closed')).toHaveLength(1)
  })

  test('hands over the credential that has the token already', async () => {
    const existing = makeCredential({ name: 'Long there' })
    const failures = { 'POST /api/credentials': [{ code: 'duplicate_credential' as const, more: { existing } }] }
    const host = await openInHost({ view: 'overlay' }, { credentials: [existing], failures })
    await fillIn()
    await button('Save').click()
    await button('Use “Long there”').click()
    await expect.poll(() => heardOf(host, 'selected').map(({ credential }) => credential.id)).toEqual([existing.id])
  })

  test('says so where that one cannot be had, and tries again', async () => {
    const existing = makeCredential({ name: 'Long there' })
    const call = `GET /api/credentials/${existing.id}`
    const failures: Record<string, Failure[]> = {
      'POST /api/credentials': [{ code: 'duplicate_credential', more: { existing } }],
      [call]: Array.from({ length: 9 }, () => 'silence'),
    }
    const host = await openInHost({ view: 'overlay' }, { credentials: [existing], failures })
    await fillIn()
    await button('Save').click()
    await button('Use “Long there”').click()
    await expect.element(page.getByRole('alert')).toMatchTextContent(/“Long there” could not be loaded\./u)
    delete failures[call]
    await button('Retry').click()
    await expect.poll(() => heardOf(host, 'selected').map(({ credential }) => credential.id)).toEqual([existing.id])
  })

  test('says that the sandbox plays the provider', async () => {
    await openInHost({ view: 'overlay' }, { sandbox: { tokens: [] } })
    await expect.element(page.getByText('Intercom, played by the sandbox')).toBeVisible()
  })
})
