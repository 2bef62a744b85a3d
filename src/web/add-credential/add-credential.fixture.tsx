import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { page } from 'vitest/browser'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { type Answer, answerWith, connector as plain, makeToken, tokenField } from '../secret/secret-form.fixture.ts'
import { Announcer } from '../ui/announcer.tsx'
import '../ui/base.css'
import '../ui/tokens.css'
import { AddCredential } from './add-credential.tsx'

/** The overlay, with everything its parent is told of. */
export async function openOverlay(...answers: Answer[]) {
  return openOverlayOf(plain, ...answers)
}

export async function openOverlayOf(connector: Connector, ...answers: Answer[]) {
  const sent = answerWith(...answers)
  const told = {
    onReturn: vi.fn<() => void>(),
    onClosed: vi.fn<() => void>(),
    onSaved: vi.fn<(credential: Credential) => void>(),
    onUseExisting: vi.fn<(existing: { id: string; name: string }) => void>(),
  }
  const queryClient = new QueryClient()
  const overlay = (isLeft: boolean) => (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <AddCredential connector={connector} isLeft={isLeft} {...told} />
        <Announcer />
      </QueryClientProvider>
    </StrictMode>
  )
  const { rerender, unmount } = await render(overlay(false))
  return { sent, told, queryClient, unmount, goBack: () => rerender(overlay(true)) }
}

export const nameField = () => page.getByRole('textbox', { name: 'Credential Name' })
export const descriptionField = () => page.getByRole('textbox', { name: 'Credential Description' })
export const saveButton = () => page.getByRole('button', { name: 'Save', exact: true })

/** Fills in what is required. */
export async function fillIn(): Promise<void> {
  await nameField().fill('Acme support')
  await tokenField().fill(makeToken())
}
