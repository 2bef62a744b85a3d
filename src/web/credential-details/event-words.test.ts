import { expect, test } from 'vitest'
import type { CredentialAction, EventDetail } from '../../contract/credential-event.ts'
import { eventInWords } from './event-words.ts'

const ada = { id: 'ada', name: 'Ada' }

test.each<[CredentialAction, EventDetail, string]>([
  ['credential.created', { verdict: 'accepted' }, 'Ada added it: Intercom accepted the token.'],
  ['credential.edited', { name: { before: 'A', after: 'B' } }, 'Ada renamed it from “A” to “B”.'],
  [
    'credential.edited',
    { name: { before: 'A', after: 'B' }, description: true },
    'Ada renamed it from “A” to “B” and changed its description.',
  ],
  [
    'credential.checked',
    { verdict: 'rejected', reason: 'revoked', status: 'failed' },
    'Ada checked it: Intercom did not accept the token: it was revoked. It counts as failed.',
  ],
  ['secret.replaced', {}, 'Ada replaced its token.'],
  ['secret.replaced', { workspace: { before: 'Acme', after: 'Acme' } }, 'Ada replaced its token.'],
  [
    'secret.replaced',
    { workspace: { before: 'Acme', after: null } },
    'Ada replaced its token, and went from workspace Acme to a workspace that is not known.',
  ],
  [
    'secret.replacement_refused',
    { workspace: { before: 'Acme', after: 'Other' } },
    'Ada did not replace its token: the new one belongs to workspace Other.',
  ],
  ['resource.created', { resource: { kind: 'source', name: 'Tags' } }, 'Ada made the source “Tags” with it.'],
  ['resource.edited', { resource: { kind: 'source', name: 'Tags' } }, 'Ada changed the source “Tags” that uses it.'],
  [
    'resource.removed',
    { resource: { kind: 'destination', name: 'Tags' } },
    'Ada removed the destination “Tags” that used it.',
  ],
  [
    'access.granted',
    { grant: { kind: 'person', name: 'Grace', before: null, after: 'collaborator' } },
    'Ada shared it with Grace, as a collaborator.',
  ],
  [
    'access.granted',
    { grant: { kind: 'team', name: 'Data', before: 'collaborator', after: 'admin' } },
    'Ada made the team Data an admin of it; before: a collaborator.',
  ],
  [
    'access.revoked',
    { grant: { kind: 'team', name: 'Data', before: 'admin', after: null } },
    'Ada stopped sharing it with the team Data.',
  ],
  [
    'access.revoked',
    { grant: { kind: 'person', name: 'Ada', before: 'collaborator', after: null } },
    'Ada gave up their own access to it.',
  ],
  ['owner.changed', { owner: { before: 'Ada', after: 'Grace' } }, 'Ada handed it over to Grace.'],
  ['owner.changed', { owner: { before: 'Grace', after: 'Alan' } }, 'Ada handed it over from Grace to Alan.'],
  ['owner.changed', { owner: { before: 'Grace', after: 'Ada' } }, 'Ada took it over from Grace.'],
  ['request.tested', { request: { method: 'POST', path: '/contacts' } }, 'Ada sent a test request: POST /contacts.'],
])('%s with %o reads "%s"', (action, detail, words) => {
  expect(eventInWords({ name: 'Intercom' }, eventOf(action, detail, ada))).toBe(words)
})

test.each<[CredentialAction, EventDetail, string]>([
  ['credential.created', { verdict: 'accepted' }, 'Ada connected it: Intercom accepted the connection.'],
  [
    'credential.checked',
    { verdict: 'rejected', reason: 'revoked', status: 'failed' },
    'Ada checked it: Intercom did not accept the connection: it was revoked. It counts as failed.',
  ],
  ['secret.replaced', {}, 'Ada reconnected it.'],
  [
    'secret.replaced',
    { workspace: { before: 'Acme', after: 'Other' } },
    'Ada reconnected it, and went from workspace Acme to workspace Other.',
  ],
  ['secret.replacement_refused', {}, 'Ada tried to reconnect it, which was refused.'],
  [
    'secret.replacement_refused',
    { workspace: { before: 'Acme', after: 'Other' } },
    'Ada did not replace its connection: the new one belongs to workspace Other.',
  ],
  ['credential.uninstalled', {}, 'Ada uninstalled Latchkey’s app at Intercom.'],
  [
    'credential.uninstalled',
    { reason: 'timeout' },
    'Ada could not uninstall Latchkey’s app at Intercom: Intercom could not be asked (it did not answer in time).',
  ],
  [
    'credential.uninstalled',
    { reason: 'revoked' },
    'Ada could not uninstall Latchkey’s app at Intercom: Intercom no longer takes the token.',
  ],
])('of one that was connected, %s with %o reads "%s"', (action, detail, words) => {
  expect(eventInWords({ name: 'Intercom' }, eventOf(action, detail, ada), 'oauth')).toBe(words)
})

test('what nobody did, Latchkey did', () => {
  expect(eventInWords({ name: 'Intercom' }, eventOf('credential.erased', {}, null))).toBe(
    'Latchkey erased it for good.',
  )
})

function eventOf(action: CredentialAction, detail: EventDetail, actor: typeof ada | null) {
  return { id: crypto.randomUUID(), action, at: '2026-07-01T10:00:00Z', actor, detail }
}
