import type { AuditAction, AuditDetail, AuditEvent } from '../../contract/audit-event.ts'
import type { AuthorizationFailure } from '../../contract/authorization-failure.ts'
import { notUninstalledInWords } from '../credential-details/uninstallation-words.ts'
import { verdictPhrase } from '../credential-details/verdict-phrase.ts'

/** What was done, as a column names it; in the groups that it is chosen from. */
export const actionGroups: readonly [group: string, actions: readonly (readonly [AuditAction, string])[]][] = [
  [
    'Credentials',
    [
      ['credential.created', 'Credential added'],
      ['credential.refused', 'Credential refused'],
      ['credential.edited', 'Credential edited'],
      ['credential.checked', 'Credential checked'],
      ['secret.checked', 'Token tested'],
      ['secret.replaced', 'Token replaced'],
      ['secret.replacement_refused', 'Token not replaced'],
      ['credential.deleted', 'Credential deleted'],
      ['credential.restored', 'Credential restored'],
      ['credential.erased', 'Credential erased'],
      ['credential.uninstalled', 'App uninstalled'],
      ['authorization.made', 'Connected by OAuth'],
      ['authorization.refused', 'Not connected by OAuth'],
    ],
  ],
  [
    'Access',
    [
      ['access.granted', 'Credential shared'],
      ['access.revoked', 'Sharing ended'],
      ['owner.changed', 'Credential handed over'],
    ],
  ],
  [
    'Sources and destinations',
    [
      ['resource.created', 'Data flow added'],
      ['resource.edited', 'Data flow edited'],
      ['resource.removed', 'Data flow removed'],
      ['request.tested', 'Request tested'],
    ],
  ],
  [
    'Sessions and keys',
    [
      ['session.started', 'Signed in'],
      ['session.ended', 'Signed out'],
      ['session.refused', 'Sign-in refused'],
      ['key.created', 'Key made'],
      ['key.revoked', 'Key revoked'],
    ],
  ],
]

const actionWords = new Map(actionGroups.flatMap(([, actions]) => actions))

export function actionInWords(action: AuditAction): string {
  return actionWords.get(action) ?? action
}

/** What else there is to say of it; empty for nothing. A source or destination that is named beside it is not named again. */
export function detailInWords(
  connector: { name: string },
  { action, detail, resource: named }: Pick<AuditEvent, 'action' | 'detail' | 'resource'>,
): string {
  const { reason, name, description, workspace, resource, request, grant, owner, authorization, key, session } = detail
  return [
    authorization && authorizationInWords(connector, authorization),
    verdictPhrase(connector, detail),
    action === 'credential.uninstalled' && reason && notUninstalledInWords(connector, reason),
    detail.status && `now ${statusWords[detail.status]}`,
    name && `renamed from “${name.before ?? ''}” to “${name.after ?? ''}”`,
    description && 'description changed',
    workspace && workspaceInWords(workspace),
    resource && (named?.name === resource.name ? resource.kind : `${resource.kind} “${resource.name}”`),
    request && `${request.method} ${request.path}`,
    grant && grantInWords(grant),
    owner && `from ${owner.before ?? 'nobody'} to ${owner.after ?? 'nobody'}`,
    key && `“${key.name}”`,
    session && sessionInWords(session),
  ]
    .filter(Boolean)
    .join(' · ')
}

function authorizationInWords({ name }: { name: string }, failure: AuthorizationFailure): string {
  switch (failure) {
    case 'denied':
      return `denied on ${name}’s page, or by ${name} itself`
    case 'other_browser':
      return 'the answer came to another browser than the one that had left'
    case 'session_ended':
      return 'whoever had left was signed out meanwhile'
    case 'code_refused':
      return `${name} did not take its own code`
    case 'provider_unreachable':
      return `${name} could not be asked for the token`
    case 'provider_answer':
      return `${name}’s answer was none`
    case 'token_rejected':
      return `the token that ${name} gave does not work`
    case 'expired':
      return 'it took longer than ten minutes'
  }
}

function workspaceInWords({ before, after }: NonNullable<AuditDetail['workspace']>): string {
  const now = after ?? 'not known'
  return before === after ? `workspace ${now}` : `workspace ${before ?? 'not known'} → ${now}`
}

function grantInWords({ kind, name, before, after }: NonNullable<AuditDetail['grant']>): string {
  const whom = kind === 'team' ? `team ${name}` : name
  if (before && after) return `${whom}: ${before} → ${after}`
  return after ? `with ${whom}, as ${after}` : `with ${whom}`
}

function sessionInWords({ signIn, origin, why }: NonNullable<AuditDetail['session']>): string {
  return [signInWords[signIn], origin && `on ${origin}`, why && whyWords[why]].filter(Boolean).join(', ')
}

const statusWords = { verified: 'verified', unverified: 'not checked', failed: 'failed' }

const signInWords = { none: '', link: 'by a link', openid: 'with OpenID', host: 'inside a product' }

const whyWords: Record<NonNullable<NonNullable<AuditDetail['session']>['why']>, string> = {
  used: 'its token was used before',
  expired: 'its token was too old',
  other_origin: 'its token was for another page',
}
