import { useInfiniteQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { Connector, Method } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { CredentialAction } from '../../contract/credential-event.ts'
import { useCheckCredential } from '../api/check-credential.ts'
import { credentialEventsQuery } from '../api/credential-events.ts'
import type { Refusal } from '../credential-access/refusal.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { secretNouns } from '../secret/secret-nouns.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { CheckVerdict, verdictTitle } from './check-verdict.tsx'
import { LATCHKEY } from './event-words.ts'
import { firstRejectionInWords } from './first-rejection.ts'
import { notDoneInWords } from './not-done-words.ts'
import { Section } from './section.tsx'
import { Timeline } from './timeline.tsx'
import { verdictPhrase } from './verdict-phrase.ts'

type ChecksProps = {
  connector: Connector
  credential: Credential
  /** Why the person who looks may not change it; null where they may. */
  refusal: Refusal | null
  /** The panel was opened to check at once. */
  begins: boolean
  onReplace: () => void
}

/** *Check now*, what came of it, and what came of every check before. */
export function Checks({ connector, credential, refusal, begins, onReplace }: ChecksProps) {
  const { method } = credential
  const check = useCheckCredential()
  const events = useInfiniteQuery(credentialEventsQuery(credential.id, 'checks'))
  const hasBegun = useRef(false)

  function checkNow() {
    if (check.isPending) return
    announce(`Checking with ${connector.name}…`)
    check.mutate(credential, {
      onSuccess: (verdict) => announce(verdictTitle(connector, credential, verdict)),
      onError: (failure) => announce(`${notDoneInWords(failure, 'checked')} ${failureInWords(failure)}`),
    })
  }

  const begin = useEffectEvent(checkNow)
  useEffect(() => {
    // Once: whoever develops sees every effect run twice.
    if (!begins || hasBegun.current) return
    hasBegun.current = true
    begin()
  }, [begins])

  return (
    <Section
      title="Checks"
      action={
        <Button aria-busy={check.isPending} onClick={checkNow}>
          <RotateCw size={16} aria-hidden />
          {check.isPending ? `Checking with ${connector.name}…` : 'Check now'}
        </Button>
      }
    >
      {check.data && !check.isPending && (
        <CheckVerdict
          connector={connector}
          credential={credential}
          verdict={check.data}
          refusal={refusal}
          onReplace={onReplace}
        />
      )}
      {check.isError && (
        <Notice tone="bad" title={notDoneInWords(check.error, 'checked')}>
          <p>{failureInWords(check.error)}</p>
        </Notice>
      )}
      <Timeline
        list={events}
        what="checks"
        empty="It has not been checked yet."
        toWords={({ detail }, place, all) => {
          const said = `${verdictPhrase(connector, detail, secretNouns[method]) ?? 'It was checked'}.`
          return [said, firstRejectionInWords(all, place, credential.status)].filter(Boolean).join(' ')
        }}
        toNote={({ action, actor }) => `${occasions[method][action] ?? 'checked by'} ${actor?.name ?? LATCHKEY}`}
        toTone={({ detail }, place, all) => {
          if (firstRejectionInWords(all, place, credential.status)) return 'warning'
          return detail.verdict ? tones[detail.verdict] : 'none'
        }}
      />
    </Section>
  )
}

/** What asked the provider where it was no check of its own. */
const occasions: Record<Method, Partial<Record<CredentialAction, string>>> = {
  access_token: {
    'credential.created': 'added by',
    'secret.replaced': 'token replaced by',
    'secret.replacement_refused': 'another token, tried by',
  },
  oauth: {
    'credential.created': 'connected by',
    'secret.replaced': 'reconnected by',
    'secret.replacement_refused': 'another connection, tried by',
  },
}

const tones = {
  accepted: 'good',
  rejected: 'bad',
  restricted: 'warning',
  throttled: 'none',
  unreachable: 'none',
} as const
