import { type RefObject, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Account } from '../../contract/verdict.ts'
import { workspaceWithId } from '../secret/account-words.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './other-account-notice.module.css'
import { otherAccountWords } from './other-account-words.ts'

type OtherAccountNoticeProps = {
  connector: Connector
  credential: Pick<Credential, 'name' | 'method' | 'account' | 'usedBy'>
  /** Whom the new token belongs to; null where the provider did not say. */
  account: Account | null
  onAccept: () => void
  ref: RefObject<HTMLDivElement | null>
}

/** The new token is somebody else's: it takes words to go on, not just another press. */
export function OtherAccountNotice({ connector, credential, account, onAccept, ref }: OtherAccountNoticeProps) {
  const [typed, setTyped] = useState('')
  const words = otherAccountWords(connector, credential, account)
  const before = credential.account && workspaceWithId(credential.account)
  const after = account && workspaceWithId(account)
  const asked = account?.workspaceName ?? account?.workspaceId ?? credential.name
  const isConfirmed = inOneForm(typed) === inOneForm(asked)
  const accept = () => {
    if (isConfirmed) onAccept()
  }
  return (
    <Notice
      ref={ref}
      tone="warning"
      title={words.title}
      actions={
        <Button className={styles['accept']} aria-disabled={!isConfirmed} onClick={accept}>
          <span>
            {words.accept} “<bdi>{asked}</bdi>”
          </span>
        </Button>
      }
    >
      <dl className={styles['accounts']}>
        <dt>{words.before}</dt>
        <dd>{before ? <bdi>{before}</bdi> : 'workspace unknown'}</dd>
        <dt>{words.after}</dt>
        <dd>{after ? <bdi>{after}</bdi> : 'workspace unknown'}</dd>
      </dl>
      <p>{words.consequence}</p>
      <Field label={`To go on, type the ${whoseName(account)}: ${asked}`}>
        {(control) => (
          <input
            {...control}
            type="text"
            value={typed}
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              // Enter would submit the form around it, which asks for the same once more.
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              event.stopPropagation()
              accept()
            }}
          />
        )}
      </Field>
    </Notice>
  )
}

function whoseName(account: Account | null): string {
  if (account?.workspaceName) return 'new workspace’s name'
  return account?.workspaceId ? 'new workspace’s id' : 'credential’s name'
}

/** What looks the same is the same. */
function inOneForm(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ')
}
