import { page } from 'vitest/browser'
import { type FakeLatchkey, makeCredential, openPage } from '../app.fixture.tsx'

/** Opens a credential's details over the data flows, by their address. */
export async function openDetails(holds: Partial<FakeLatchkey> = {}, credential = makeCredential()) {
  const { latchkey } = await openPage(`/?details=${credential.id}`, { credentials: [credential], ...holds })
  return { latchkey, credential }
}

export const panel = (name = 'Acme support') => page.getByRole('dialog', { name, exact: true })
export const nameField = () => page.getByRole('textbox', { name: 'Name' })
