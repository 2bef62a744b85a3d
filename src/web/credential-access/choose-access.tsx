import { CircleUserRound, Users } from 'lucide-react'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { GrantedAccess } from '../../contract/access.ts'
import type { Credential } from '../../contract/credential.ts'
import { type Grantee, useShareCredential } from '../api/credential-access.ts'
import { notDoneInWords } from '../credential-details/not-done-words.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { RadioCard } from '../ui/radio-card.tsx'
import { accessGives, accessNames } from './access-words.ts'
import styles from './choose-access.module.css'
import { useOwnEscape } from './use-own-escape.ts'

type ChooseAccessProps = {
  credential: Pick<Credential, 'id'>
  grantee: Grantee
  onShared: () => void
  onCancel: () => void
}

const choices = ['collaborator', 'admin'] as const satisfies GrantedAccess[]

/** What somebody is to be able to do with a credential, each way with what it gives. */
export function ChooseAccess({ credential, grantee, onShared, onCancel }: ChooseAccessProps) {
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const [access, setAccess] = useState<GrantedAccess>('collaborator')
  const { mutateAsync, isPending, error } = useShareCredential()
  const failed = error && !isPending ? `${notDoneInWords(error, 'shared')} ${failureInWords(error)}` : null
  const Icon = grantee.kind === 'team' ? Users : CircleUserRound

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input:checked')?.focus()
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  useOwnEscape(true, form, onCancel)

  async function share() {
    if (isPending) return
    try {
      await mutateAsync({ id: credential.id, grantee, access })
    } catch {
      return
    }
    announce(`Shared with ${grantee.name}: ${accessNames[access]}.`)
    onShared()
  }

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    void share()
  }

  return (
    <form ref={form} className={styles['form']} aria-labelledby={`${id}-title`} onSubmit={handleSubmit}>
      <fieldset className={styles['choices']}>
        <legend className={styles['title']} id={`${id}-title`}>
          <Icon size={18} aria-hidden />
          <span>
            Share with <bdi>{grantee.name}</bdi>, as
          </span>
        </legend>
        {choices.map((choice) => (
          <RadioCard
            key={choice}
            name={`${id}-access`}
            value={choice}
            label={accessNames[choice]}
            isChecked={choice === access}
            onChoose={() => setAccess(choice)}
          >
            {accessGives[choice]}
          </RadioCard>
        ))}
      </fieldset>
      {failed && (
        <p className={styles['failed']} role="alert">
          {failed}
        </p>
      )}
      <div className={styles['ways']}>
        <Button variant="primary" type="submit" aria-busy={isPending}>
          {isPending ? 'Sharing…' : 'Share'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}
