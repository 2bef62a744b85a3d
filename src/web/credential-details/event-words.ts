import type { Connector, Method } from '../../contract/connector.ts'
import type { CredentialEvent, EventDetail } from '../../contract/credential-event.ts'
import { secretNouns } from '../secret/secret-nouns.ts'
import { notUninstalledInWords } from './uninstallation-words.ts'
import { verdictPhrase } from './verdict-phrase.ts'

/** Who acts where no person does: the watch, and the erasing of what was deleted a while ago. */
export const LATCHKEY = 'Latchkey'

/**
 * An event in plain words: "Ada renamed it from “A” to “B”."
 * @param method the credential's
 */
export function eventInWords(
  connector: Pick<Connector, 'name'>,
  event: CredentialEvent,
  method: Method = 'access_token',
): string {
  return `${event.actor?.name ?? LATCHKEY} ${deed(connector, event, method)}.`
}

function deed(connector: Pick<Connector, 'name'>, { action, actor, detail }: CredentialEvent, method: Method): string {
  const phrase = verdictPhrase(connector, detail, secretNouns[method])
  const words = secretDeeds[method]
  const { workspace, resource, request, grant, owner } = detail
  switch (action) {
    case 'credential.created':
      return after(words.created, phrase)
    case 'credential.edited':
      return edited(detail)
    case 'credential.checked':
      return `${after('checked it', phrase)}${detail.status ? `. ${statusWords[detail.status]}` : ''}`
    case 'credential.deleted':
      return 'deleted it'
    case 'credential.restored':
      return 'restored it'
    case 'credential.erased':
      return 'erased it for good'
    case 'credential.uninstalled':
      return detail.reason
        ? `could not uninstall Latchkey’s app at ${connector.name}: ${notUninstalledInWords(connector, detail.reason)}`
        : `uninstalled Latchkey’s app at ${connector.name}`
    case 'secret.replaced':
      return after(
        workspace && workspace.before !== workspace.after
          ? `${words.replaced}, and went from ${workspaceWords(workspace.before)} to ${workspaceWords(workspace.after)}`
          : words.replaced,
        phrase,
      )
    case 'secret.replacement_refused':
      return after(
        workspace
          ? `${words.notReplaced}: the new one belongs to ${workspaceWords(workspace.after)}`
          : `${words.tried}, which was refused`,
        phrase,
      )
    case 'resource.created':
      return resource ? `made the ${resource.kind} “${resource.name}” with it` : 'made something with it'
    case 'resource.edited':
      return resource ? `changed the ${resource.kind} “${resource.name}” that uses it` : 'changed what uses it'
    case 'resource.removed':
      return resource ? `removed the ${resource.kind} “${resource.name}” that used it` : 'removed what used it'
    case 'request.tested':
      return request ? `sent a test request: ${request.method} ${request.path}` : 'sent a test request'
    case 'access.granted':
      return grant ? granted(grant) : 'shared it with somebody'
    case 'access.revoked':
      return grant ? revoked(grant, actor) : 'stopped sharing it with somebody'
    case 'owner.changed':
      return owner ? handedOver(owner, actor) : 'handed it over'
  }
}

const secretDeeds: Record<Method, { created: string; replaced: string; notReplaced: string; tried: string }> = {
  access_token: {
    created: 'added it',
    replaced: 'replaced its token',
    notReplaced: 'did not replace its token',
    tried: 'tried to replace its token',
  },
  oauth: {
    created: 'connected it',
    replaced: 'reconnected it',
    notReplaced: 'did not replace its connection',
    tried: 'tried to reconnect it',
  },
}

function edited({ name, description }: CredentialEvent['detail']): string {
  const renamed = name && `renamed it from “${name.before ?? ''}” to “${name.after ?? ''}”`
  const described = description && 'changed its description'
  return [renamed, described].filter(Boolean).join(' and ') || 'changed it'
}

type Grant = NonNullable<EventDetail['grant']>

function granted(grant: Grant): string {
  const now = accessWords[grant.after ?? 'collaborator']
  return grant.before === null
    ? `shared it with ${granteeWords(grant)}, as ${now}`
    : `made ${granteeWords(grant)} ${now} of it; before: ${accessWords[grant.before]}`
}

/** Of two people of one name, either may have done it: nothing is lost by it. */
function revoked(grant: Grant, actor: CredentialEvent['actor']): string {
  if (grant.kind === 'person' && grant.name === actor?.name) return 'gave up their own access to it'
  return `stopped sharing it with ${granteeWords(grant)}`
}

function handedOver(owner: NonNullable<EventDetail['owner']>, actor: CredentialEvent['actor']): string {
  const from = owner.before === null || owner.before === actor?.name ? '' : ` from ${owner.before}`
  return owner.after !== null && owner.after === actor?.name
    ? `took it over${from}`
    : `handed it over${from} to ${owner.after ?? 'somebody'}`
}

function granteeWords({ kind, name }: Grant): string {
  return kind === 'team' ? `the team ${name}` : name
}

function workspaceWords(workspace: string | null): string {
  return workspace === null ? 'a workspace that is not known' : `workspace ${workspace}`
}

function after(words: string, phrase: string | null): string {
  return phrase ? `${words}: ${phrase}` : words
}

const accessWords = { admin: 'an admin', collaborator: 'a collaborator' }

const statusWords = {
  verified: 'It counts as verified',
  unverified: 'It counts as not checked',
  failed: 'It counts as failed',
}
