import type { Connector } from '../../contract/connector.ts'
import type { EventDetail } from '../../contract/credential-event.ts'
import type { StatusReason } from '../../contract/credential.ts'
import type { SecretNoun } from '../secret/secret-nouns.ts'

/** What the provider said, within a sentence: "Intercom accepted the token". */
export function verdictPhrase(
  { name }: Pick<Connector, 'name'>,
  { verdict, reason }: EventDetail,
  noun: SecretNoun = 'token',
): string | null {
  switch (verdict) {
    case undefined:
      return null
    case 'accepted':
      return `${name} accepted the ${noun}`
    case 'rejected':
      return `${name} did not accept the ${noun}${because(reason)}`
    case 'restricted':
      return `${name} accepted the ${noun} with limits${because(reason)}`
    case 'throttled':
      return `${name} asked to wait, which says nothing about the ${noun}`
    case 'unreachable':
      return `${name} could not be asked${because(reason)}`
  }
}

function because(reason: StatusReason | undefined): string {
  return reason ? `: ${reasonPhrases[reason]}` : ''
}

/** Why, within a sentence. */
export const reasonPhrases: Record<StatusReason, string> = {
  invalid: 'it is not valid',
  revoked: 'it was revoked',
  suspended: 'it is suspended',
  invalid_or_other_region: 'it is not valid, or of another region',
  scope: 'a permission is missing',
  plan: 'the plan lacks something',
  token_unauthorized: '“token_unauthorized”',
  dns: 'its host was not found',
  refused: 'the connection was refused',
  tls: 'the connection was not secure',
  timeout: 'it did not answer in time',
  server_error: 'it had an error of its own',
  unexpected_answer: 'its answer was none',
  throttled: 'it asked to wait',
}
