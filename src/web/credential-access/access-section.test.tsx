import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  announced,
  button,
  type FakeLatchkey,
  findViolations,
  keepDraft,
  makeCredential,
  openPage,
  setTheme,
  tile,
} from '../app.fixture.tsx'
import { makeGrant, makeMember } from './credential-access.fixture.ts'

const people = {
  people: ['Ada', 'Grace Hopper', 'Alan Specimen'].map((name) => ({ id: idOf(name), name })),
  teams: [{ id: 'data', name: 'Data platform' }],
}
const data = { kind: 'team', id: 'data', name: 'Data platform' } as const
const list = () => page.getByRole('list', { name: 'Who has access' })
const row = (name: string) => list().getByRole('listitem', { name, exact: true })
const field = () => page.getByRole('combobox', { name: 'Share with people and teams' })
const option = (name: string) => page.getByRole('option', { name: new RegExp(`^${name}`, 'u') })
const accessOf = (name: string) => page.getByRole('combobox', { name: `Access of ${name}` })
const question = () => page.getByRole('alertdialog')

const shared = () => makeCredential({ access: 'collaborator' })

beforeEach(() => page.viewport(1_280, 900))

test('says whose it is, and with whom it is shared since when, and by whom', async () => {
  await openAccess({ grants: [makeGrant(), makeGrant({ grantee: data, access: 'admin' })] })
  await expect.element(row('Ada')).toMatchTextContent(/Ada \(you\).*Owner/u)
  await expect.element(row('Grace Hopper')).toMatchTextContent(/Shared 2 h ago by you/u)
  await expect.element(accessOf('Grace Hopper')).toHaveValue('collaborator')
  await expect.element(row('Data platform')).toMatchTextContent(/Team, shared 2 h ago/u)
  await expect.element(accessOf('Data platform')).toHaveValue('admin')
})

test('that it did not come is said, with a way to try again', async () => {
  const credential = makeCredential()
  const failures = { [`GET /api/credentials/${credential.id}/access`]: ['silence' as const, 'silence' as const] }
  await openAccess({ failures }, credential)
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Who has access could not be loaded\./u)
  await button('Retry').click()
  await expect.element(row('Ada')).toBeVisible()
})

test('of many a few are shown, and the others on a press, which the first of them takes the focus by', async () => {
  const grants = Array.from({ length: 30 }, (_, index) =>
    makeGrant({ grantee: { kind: 'person', id: `p${index}`, name: `Person ${index}` } }),
  )
  await openAccess({ grants })
  await expect.element(row('Person 7')).toBeInTheDocument()
  await expect.element(row('Person 8')).not.toBeInTheDocument()
  await button('Show all 30').click()
  await expect.element(row('Person 8')).toHaveFocus()
  await expect.element(row('Person 29')).toBeInTheDocument()
})

describe('sharing', () => {
  test('by the keyboard alone: a name, Enter, what they may, Enter', async () => {
    const { latchkey, credential } = await openAccess()
    await expect.element(field()).toBeVisible()
    field().element().focus()
    await userEvent.keyboard('grace')
    await expect.element(option('Grace Hopper')).toHaveAttribute('aria-selected', 'true')
    await expect.element(field()).toHaveAttribute('aria-activedescendant', option('Grace Hopper').element().id)
    await expect.element(announced()).toMatchTextContent(/1 found\./u)
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('radio', { name: 'Collaborator' })).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(page.getByRole('radio', { name: 'Admin' })).toBeChecked()
    await expect
      .element(page.getByRole('radio', { name: 'Admin' }))
      .toHaveAccessibleDescription(/edit and delete it, replace its token/u)
    await userEvent.keyboard('{Enter}')
    await expect.element(accessOf('Grace Hopper')).toHaveValue('admin')
    await expect.element(announced()).toMatchTextContent(/Shared with Grace Hopper: Admin\./u)
    // On with the next.
    await expect.element(field()).toHaveFocus()
    await expect.element(field()).toHaveValue('')
    expect(changes(latchkey)).toEqual([
      [`PUT /api/credentials/${credential.id}/access/person/grace%20hopper`, { access: 'admin' }],
    ])
  })

  test('the arrow keys walk people and teams, past whoever has access already, and Escape shuts the list alone', async () => {
    await openAccess({ grants: [makeGrant({ grantee: { kind: 'person', id: 'grace hopper', name: 'Grace Hopper' } })] })
    await field().click()
    await expect.element(option('Grace Hopper')).toHaveAttribute('aria-disabled', 'true')
    await expect.element(option('Grace Hopper')).toMatchTextContent(/Collaborator already/u)
    await expect.element(option('Ada')).toMatchTextContent(/Owner already/u)
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(option('Alan Specimen')).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(option('Data platform')).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(option('Alan Specimen')).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('listbox')).not.toBeInTheDocument()
    await expect.element(field()).toHaveAttribute('aria-expanded', 'false')
    await expect.element(field()).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  })

  test('namesakes are told apart', async () => {
    const namesakes = ['eva', 'u-77'].map((id) => ({ id, name: 'Eva Novak' }))
    await openAccess({ people: { people: namesakes, teams: [] } })
    await field().fill('eva')
    await expect.element(page.getByRole('option', { name: 'Eva Novak (u-77)', exact: true })).toBeVisible()
  })

  test('by the pointer, with a team; Cancel leaves it', async () => {
    const { latchkey, credential } = await openAccess()
    await field().click()
    await option('Data platform').click()
    await button('Cancel').click()
    await expect.element(field()).toHaveFocus()
    expect(changes(latchkey)).toEqual([])
    await field().click()
    await option('Data platform').click()
    await button('Share').click()
    await expect.element(row('Data platform')).toBeVisible()
    expect(changes(latchkey)).toEqual([
      [`PUT /api/credentials/${credential.id}/access/team/data`, { access: 'collaborator' }],
    ])
  })

  test('that nobody is found is said, that nobody else is there yet, and that the search failed', async () => {
    await openAccess({
      people: { people: [{ id: 'local', name: 'Ada' }], teams: [] },
      failures: { 'GET /api/people': ['store_unavailable'] },
    })
    await field().click()
    await expect.element(page.getByText(/Nobody could be looked for\..*cannot reach its store/u)).toBeVisible()
    await button('Retry').click()
    await expect.element(field()).toHaveAccessibleDescription(/nobody else yet.*once they have signed in/u)
    await field().fill('zz')
    await expect.element(field()).toHaveAccessibleDescription('Nobody and no team is called that.')
  })

  test('a token that is pasted there is looked for nowhere', async () => {
    await openAccess()
    const fetched = vi.spyOn(globalThis, 'fetch')
    await field().fill(btoa(`tok:${'0'.repeat(40)}`))
    await expect.element(field()).toHaveAccessibleDescription(/looks like a token/u)
    // Longer than the pause of somebody who types, after which the search begins.
    await new Promise((resolve) => setTimeout(resolve, 250))
    await field().fill('zz')
    await expect.element(field()).toHaveAccessibleDescription('Nobody and no team is called that.')
    const urls = fetched.mock.calls.map(([url]) => JSON.stringify(url))
    expect(urls.filter((url) => url.includes('people'))).toEqual(['"/api/people"', '"/api/people?q=zz"'])
  })

  test('why it failed is said in place, and nothing that was chosen is lost', async () => {
    const credential = makeCredential()
    const path = `PUT /api/credentials/${credential.id}/access/team/data`
    await openAccess({ failures: { [path]: ['store_unavailable'] } }, credential)
    await field().click()
    await option('Data platform').click()
    await button('Share').click()
    await expect.element(page.getByRole('alert')).toMatchTextContent(/It was not shared\..*cannot reach its store/u)
    await button('Share').click()
    await expect.element(row('Data platform')).toBeVisible()
  })

  test('Share in a tile’s menu opens it at the field', async () => {
    keepDraft('source', { connector: 'intercom' })
    await openPage('/new/source/authenticate', { credentials: [makeCredential()], people })
    await button('Actions for Acme support').click()
    await page.getByRole('menuitem', { name: 'Share' }).click()
    await expect.element(field()).toHaveFocus()
    await expect.element(field()).toBeInViewport()
  })
})

describe('changing and taking back', () => {
  test('what somebody may is changed in its row, and a failure is said there', async () => {
    const credential = makeCredential()
    const path = `PUT /api/credentials/${credential.id}/access/person/grace`
    const { latchkey } = await openAccess(
      { grants: [makeGrant()], failures: { [path]: ['store_unavailable'] } },
      credential,
    )
    await accessOf('Grace Hopper').selectOptions('admin')
    await expect.element(row('Grace Hopper')).toMatchTextContent(/It was not changed\..*cannot reach its store/u)
    await expect.element(accessOf('Grace Hopper')).toHaveValue('collaborator')
    await accessOf('Grace Hopper').selectOptions('admin')
    await expect.element(announced()).toMatchTextContent(/Grace Hopper: Admin now\./u)
    await expect.element(row('Grace Hopper')).not.toMatchTextContent(/It was not changed/u)
    expect(latchkey.grants).toMatchObject([{ access: 'admin' }])
  })

  test('by the keyboard alone: who is removed leaves a way to undo it, with what they had', async () => {
    const grace = { kind: 'person', id: 'grace hopper', name: 'Grace Hopper' } as const
    const grants = [makeGrant({ grantee: grace, access: 'admin' }), makeGrant({ grantee: data })]
    const { latchkey } = await openAccess({ grants })
    await expect.element(button('Remove Grace Hopper')).toBeVisible()
    button('Remove Grace Hopper').element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(row('Grace Hopper')).toMatchTextContent(/has no access any more/u)
    await expect.element(row('Grace Hopper')).toHaveFocus()
    await expect.element(announced()).toMatchTextContent(/Grace Hopper has no access any more/u)
    expect(latchkey.grants).toHaveLength(1)
    await userEvent.keyboard('{Tab}')
    await expect.element(button('Undo')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(accessOf('Grace Hopper')).toHaveValue('admin')
    await expect.element(row('Grace Hopper')).toHaveFocus()
  })

  test('an answer that was lost is got again, and told as done', async () => {
    const credential = makeCredential()
    const path = `DELETE /api/credentials/${credential.id}/access/person/grace`
    await openAccess({ grants: [makeGrant()], failures: { [path]: ['lost', 'not_found'] } }, credential)
    await button('Remove Grace Hopper').click()
    await expect.element(row('Grace Hopper')).toMatchTextContent(/has no access any more/u)
  })

  test('an admin of it who would shut themselves out is asked first', async () => {
    const grants = [makeGrant({ access: 'admin' }), makeGrant({ grantee: data, access: 'admin' })]
    const { latchkey } = await openAccess({ session: makeMember(), grants }, makeCredential({ access: 'admin' }))
    await accessOf('Grace Hopper').selectOptions('collaborator')
    await expect.element(question()).toMatchTextContent(/Become a collaborator\?.*Only another admin.*Ada owns it/u)
    await button('Stay an admin').click()
    await expect.element(accessOf('Grace Hopper')).toHaveValue('admin')
    await button('Remove Data platform').click()
    await expect.element(question()).toMatchTextContent(/You have access to “Acme support” by this team/u)
    await userEvent.keyboard('{Escape}')
    await expect.element(question()).not.toBeInTheDocument()
    expect(changes(latchkey)).toEqual([])
  })
})

describe('a collaborator', () => {
  test('sees who has access, and cannot change it', async () => {
    await openAccess({ session: makeMember(), grants: [makeGrant(), makeGrant({ grantee: data })] }, shared())
    await expect.element(row('Grace Hopper')).toMatchTextContent(/\(you\).*Shared 2 h ago by Ada.*Collaborator/u)
    await expect.element(row('Ada')).toBeVisible()
    await expect.element(page.getByText('You can use it for sources and destinations.', { exact: false })).toBeVisible()
    await expect.element(field()).not.toBeInTheDocument()
    await expect.element(list().getByRole('combobox')).not.toBeInTheDocument()
    await expect.element(button('Remove Data platform')).not.toBeInTheDocument()
    await expect.element(button('Hand over…')).not.toBeInTheDocument()
  })

  test('leaves it after a question: the panel goes, the tile goes, and the next has the focus', async () => {
    const credential = shared()
    keepDraft('source', { connector: 'intercom' })
    const { latchkey } = await openPage('/new/source/authenticate', {
      session: makeMember(),
      credentials: [credential, makeCredential({ name: 'Other' })],
      grants: [makeGrant()],
    })
    await button('Actions for Acme support').click()
    await page.getByRole('menuitem', { name: 'Details' }).click()
    await button('Leave').click()
    await expect.element(question()).toMatchTextContent(/Leave “Acme support”\?.*goes on working.*Ada owns it/u)
    await question().getByRole('button', { name: 'Leave' }).click()
    await expect.element(page.getByText('You have no access to “Acme support” any more.').first()).toBeVisible()
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
    await expect.element(tile('Acme support')).not.toBeInTheDocument()
    await expect.element(tile('Other')).toHaveFocus()
    expect(changes(latchkey).map(([call]) => call)).toEqual([
      `DELETE /api/credentials/${credential.id}/access/person/grace`,
    ])
  })

  test('who has it by a team as well stays where they are', async () => {
    const grants = [makeGrant(), makeGrant({ grantee: data })]
    await openAccess({ session: makeMember(), grants }, shared())
    await button('Leave').click()
    await question().getByRole('button', { name: 'Leave' }).click()
    await expect.element(row('Grace Hopper')).not.toBeInTheDocument()
    await expect.element(announced()).toMatchTextContent(/You have access by something else still/u)
    await expect.element(row('Data platform')).toBeVisible()
  })
})

describe('handing over', () => {
  test('by the keyboard alone: asks, and says what changed', async () => {
    const { latchkey, credential } = await openAccess()
    await expect.element(button('Hand over…')).toBeVisible()
    button('Hand over…').element().focus()
    await userEvent.keyboard('{Enter}')
    const owner = page.getByRole('combobox', { name: 'New owner' })
    await expect.element(owner).toHaveFocus()
    await userEvent.keyboard('alan')
    await expect.element(option('Alan Specimen')).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{Enter}')
    await expect.element(question()).toMatchTextContent(/Alan Specimen becomes the owner\. You stay an admin\./u)
    await expect.element(button('Keep it as it is')).toHaveFocus()
    await userEvent.keyboard('{Tab}{Enter}')
    await expect.element(row('Alan Specimen')).toMatchTextContent(/Owner/u)
    await expect.element(row('Alan Specimen')).toHaveFocus()
    await expect.element(accessOf('Ada')).toHaveValue('admin')
    await expect.element(announced()).toMatchTextContent(/^Alan Specimen owns it now\. You stay an admin\.$/u)
    expect(changes(latchkey)).toEqual([[`PUT /api/credentials/${credential.id}/owner`, { owner: 'alan specimen' }]])
  })

  test('Escape leaves it, and not the panel; a team cannot own', async () => {
    await openAccess()
    await button('Hand over…').click()
    await expect.element(option('Alan Specimen')).not.toBeInTheDocument()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(option('Alan Specimen')).toBeVisible()
    await expect.element(option('Data platform')).not.toBeInTheDocument()
    await userEvent.keyboard('{Escape}{Escape}')
    await expect.element(page.getByRole('combobox', { name: 'New owner' })).not.toBeInTheDocument()
    await expect.element(button('Hand over…')).toHaveFocus()
    await expect.element(page.getByRole('dialog')).toBeVisible()
  })

  test('that it failed is said in the question', async () => {
    const credential = makeCredential()
    const failures = { [`PUT /api/credentials/${credential.id}/owner`]: ['store_unavailable' as const] }
    await openAccess({ failures }, credential)
    await button('Hand over…').click()
    await userEvent.keyboard('alan')
    await option('Alan Specimen').click()
    await button('Hand over').click()
    await expect.element(question()).toMatchTextContent(/It was not handed over\..*cannot reach its store/u)
  })

  test('an admin of the tenant may do it for somebody else, and take it', async () => {
    const credential = makeCredential({ owner: { id: 'grace hopper', name: 'Grace Hopper' }, access: 'admin' })
    await openAccess({}, credential)
    await button('Hand over…').click()
    await userEvent.keyboard('ada')
    await option('Ada').click()
    await expect.element(question()).toMatchTextContent(/You become the owner\. Grace Hopper stays an admin\./u)
  })
})

test.each([
  [1_280, 'light'],
  [320, 'dark'],
] as const)('axe finds nothing at %i pixels, %s, nor does anything scroll sideways', async (width, theme) => {
  await setTheme(theme)
  await page.viewport(width, 800)
  const long = 'Unbreakable'.repeat(10)
  const grants = [makeGrant({ grantee: { kind: 'person', id: 'long', name: long } })]
  await openAccess({ grants, people: { ...people, teams: [{ id: 'long', name: long }] } })
  await expect.element(row(long)).toBeInTheDocument()
  await field().click()
  await expect.element(option(long)).toBeVisible()
  expect(await findViolations()).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  await option(long).click()
  expect(await findViolations()).toEqual([])
  await button('Cancel').click()
  await button('Hand over…').click()
  await userEvent.keyboard('alan')
  await expect.element(option('Alan Specimen')).toBeVisible()
  expect(await findViolations()).toEqual([])
  const panel = page.getByRole('dialog').element()
  expect(panel.scrollWidth).toBeLessThanOrEqual(panel.clientWidth)
})

async function openAccess(holds: Partial<FakeLatchkey> = {}, credential = makeCredential()) {
  const { latchkey } = await openPage(`/?details=${credential.id}`, { credentials: [credential], people, ...holds })
  return { latchkey, credential }
}

function idOf(name: string): string {
  return name === 'Ada' ? 'local' : name.toLowerCase()
}

/** What was changed, and by which call. */
function changes({ sent }: FakeLatchkey): [string, unknown][] {
  return sent.filter(({ call }) => !call.startsWith('GET')).map(({ call, body }) => [call, body])
}
