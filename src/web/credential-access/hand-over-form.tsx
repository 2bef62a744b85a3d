import { useEffect, useRef, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential, Owner } from '../../contract/credential.ts'
import { type Grantee, useHandOver } from '../api/credential-access.ts'
import { notDoneInWords } from '../credential-details/not-done-words.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { holdsSecret } from '../secret/holds-secret.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Question } from '../ui/question.tsx'
import styles from './access-row.module.css'
import { PeopleCombobox } from './people-combobox.tsx'
import type { Asker } from './use-asker.ts'
import { useOwnEscape } from './use-own-escape.ts'

type HandOverFormProps = {
  connector: Connector
  credential: Credential
  owner: Owner
  asker: Asker
  onCancel: () => void
  onHandedOver: () => void
}

/** Finds who is to own a credential, and asks before it is theirs. */
export function HandOverForm({ connector, credential, owner, asker, onCancel, onHandedOver }: HandOverFormProps) {
  const form = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const [picked, setPicked] = useState<Grantee | null>(null)
  const { mutateAsync, isPending, error, reset } = useHandOver()
  useEffect(() => field.current?.focus(), [])
  useOwnEscape(picked === null, form, onCancel)

  async function confirm(next: Grantee) {
    try {
      await mutateAsync({ id: credential.id, owner: next.id })
    } catch {
      // The question says it, and stays.
      return
    }
    setPicked(null)
    onHandedOver()
    announce(consequence(next))
  }

  function consequence({ id, name }: Grantee): string {
    const becomes = id === asker.personId ? 'You own it now.' : `${name} owns it now.`
    return `${becomes} ${staysInWords('stay')}`
  }

  function staysInWords(verb: string): string {
    return owner.id === asker.personId ? `You ${verb} an admin.` : `${owner.name} ${verb}s an admin.`
  }

  return (
    <div ref={form} className={styles['form']}>
      <PeopleCombobox
        ref={field}
        label="New owner"
        hint="Search for a person by name."
        among="people"
        isSecret={(text) => holdsSecret(connector, text)}
        toRemark={({ id }) => (id === owner.id ? 'Owner already' : null)}
        onPick={setPicked}
      />
      <div className={styles['ways']}>
        <Button variant="quiet" className={styles['small']} onClick={onCancel}>
          Cancel
        </Button>
      </div>
      {picked && (
        <Question
          title={`Hand “${credential.name}” over?`}
          text={`${picked.id === asker.personId ? 'You become' : `${picked.name} becomes`} the owner. ${staysInWords('stay')}`}
          confirm={{
            label: isPending ? 'Handing over…' : 'Hand over',
            isBusy: isPending,
            onConfirm: () => void confirm(picked),
          }}
          cancel="Keep it as it is"
          onCancel={() => {
            reset()
            setPicked(null)
          }}
        >
          {error && !isPending && (
            <div role="alert">
              <Notice tone="bad" title={notDoneInWords(error, 'handed over')}>
                <p>{failureInWords(error)}</p>
              </Notice>
            </div>
          )}
        </Question>
      )}
    </div>
  )
}
