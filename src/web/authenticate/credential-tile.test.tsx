import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { button, heading, keepDraft, makeCredential, openPage, tile } from '../app.fixture.tsx'
import { makeMember } from '../credential-access/credential-access.fixture.ts'
import { makeSession } from '../session/session.fixture.ts'

const path = '/new/source/authenticate'

beforeEach(async () => {
  await page.viewport(1_280, 900)
  keepDraft('source', { connector: 'intercom' })
})

test.each([
  ['collaborator', 'Shared with you: you can use it'],
  ['admin', 'Shared with you: you can change it'],
] as const)('one that is shared with a %s says so, whose it is, and can be chosen', async (access, words) => {
  await openPage(path, { session: makeMember(), credentials: [makeCredential({ access })] })
  await expect.element(tile('Acme support')).toHaveAccessibleDescription(new RegExp(`${words} Owner: Ada`, 'u'))
  await expect.element(page.getByText(words)).toBeVisible()
  await tile('Acme support').click()
  await button('Next').click()
  await expect.element(heading('Configure')).toBeVisible()
})

test.each([
  ['one’s own', makeMember(), 'owner'],
  ['somebody else’s, to an admin of the tenant, who sees them all,', makeSession(), 'admin'],
] as const)('%s looks as it always did', async (_, session, access) => {
  await openPage(path, { session, credentials: [makeCredential({ access })] })
  await expect.element(tile('Acme support')).toHaveAccessibleDescription(/Owner: Ada/u)
  await expect.element(page.getByText('Shared with you', { exact: false })).not.toBeInTheDocument()
})
