import { KeyRound, Plug, Trash2 } from 'lucide-react'
import type { Credential } from '../../contract/credential.ts'
import { type Refusal, refusedControl } from '../credential-access/refusal.ts'
import { replaceLabels } from '../replace-token/replace-labels.ts'
import { Button } from '../ui/button.tsx'
import styles from './details-foot.module.css'
import type { Over } from './details-over.tsx'

type DetailsFootProps = {
  credential: Credential
  /** Why nothing can be done to it by the person who looks; null where it can. */
  refusal: Refusal | null
  onOver: (over: Over) => void
}

/** What can be done to the whole credential: of one that has failed, there is one thing to do. */
export function DetailsFoot({ credential, refusal, onOver }: DetailsFootProps) {
  const ReplaceIcon = credential.method === 'oauth' ? Plug : KeyRound
  const control = (over: Over) => (refusal ? refusedControl(refusal) : { onClick: () => onOver(over) })
  return (
    <>
      {refusal && (
        <p className={styles['refusal']} id={refusal.id}>
          {refusal.words}
        </p>
      )}
      <Button aria-haspopup="dialog" {...control('delete')}>
        <Trash2 size={16} aria-hidden />
        Delete
      </Button>
      <Button
        variant={credential.status === 'failed' ? 'primary' : 'secondary'}
        aria-haspopup="dialog"
        {...control('replace')}
      >
        <ReplaceIcon size={16} aria-hidden />
        {replaceLabels[credential.method]}
      </Button>
    </>
  )
}
