import { expect, test } from 'vitest'
import { auditActionSchema, type AuditEvent } from '../../contract/audit-event.ts'
import { authorizationFailureSchema } from '../../contract/authorization-failure.ts'
import { actionInWords, detailInWords } from './audit-words.ts'

test('every action has words', () => {
  for (const action of auditActionSchema.options) expect(actionInWords(action)).not.toBe(action)
})

test('every way in which connecting comes to nothing has its own words', () => {
  const words = authorizationFailureSchema.options.map((authorization) =>
    tell({ action: 'authorization.refused', detail: { authorization } }),
  )
  expect(words.every((text) => text.length > 10)).toBe(true)
  expect(new Set(words).size).toBe(words.length)
})

test('of a token that the provider gave and does not take, it says both', () => {
  const detail = { authorization: 'token_rejected', verdict: 'rejected', reason: 'revoked' } as const
  expect(tell({ action: 'authorization.refused', detail })).toBe(
    'the token that Intercom gave does not work · Intercom did not accept the token: it was revoked',
  )
})

test('why an app was not uninstalled is said; of one that was, nothing more', () => {
  expect(tell({ action: 'credential.uninstalled', detail: { reason: 'server_error' } })).toBe(
    'Intercom could not be asked (it had an error of its own)',
  )
  expect(tell({ action: 'credential.uninstalled', detail: {} })).toBe('')
})

test('a workspace that stays the same is named once', () => {
  const workspace = { before: 'Acme', after: 'Acme' }
  expect(tell({ action: 'secret.replaced', detail: { workspace } })).toBe('workspace Acme')
  expect(tell({ action: 'secret.replaced', detail: { workspace: { ...workspace, after: null } } })).toBe(
    'workspace Acme → not known',
  )
})

function tell(event: Pick<AuditEvent, 'action' | 'detail'>): string {
  return detailInWords({ name: 'Intercom' }, { ...event, resource: null })
}
