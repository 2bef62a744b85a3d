import type { TestAnswer } from '../../contract/test-request.ts'
import { RequestId } from '../secret/request-id.tsx'
import { Notice } from '../ui/notice.tsx'
import { providerMessages } from './provider-messages.ts'
import { refusalWords } from './refusal-words.ts'
import { statusInWords } from './status-phrases.ts'

type ProviderRefusalProps = {
  provider: string
  answer: TestAnswer
  /** The answer's body, where it is JSON. */
  json: unknown
}

/** The provider refused: in its own words first, then what to do about it. */
export function ProviderRefusal({ provider, answer, json }: ProviderRefusalProps) {
  const { status, headers } = answer
  const messages = providerMessages(json)
  return (
    <Notice tone="bad" title={`${provider} answered ${statusInWords(status)}.`}>
      {messages.map(({ code, message }, index) => (
        // Two may be alike, and none of them moves.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index}>
          {message && <q>{message}</q>} {code && <code>{code}</code>}
        </p>
      ))}
      <p>{refusalWords(status, provider)}</p>
      <RequestId provider={provider} requestId={headers.find(({ name }) => name === 'x-request-id')?.value} />
    </Notice>
  )
}
