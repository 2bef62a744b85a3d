import { KeyRound, Trash2 } from 'lucide-react'
import type { Credential } from '../../contract/credential.ts'
import { Button } from '../ui/button.tsx'
import type { Over } from './details-over.tsx'

type DetailsFootProps = { credential: Credential; onOver: (over: Over) => void }

/** What can be done to the whole credential: of one that has failed, there is one thing to do. */
export function DetailsFoot({ credential, onOver }: DetailsFootProps) {
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => onOver('delete')}>
        <Trash2 size={16} aria-hidden />
        Delete
      </Button>
      <Button
        variant={credential.status === 'failed' ? 'primary' : 'secondary'}
        aria-haspopup="dialog"
        onClick={() => onOver('replace')}
      >
        <KeyRound size={16} aria-hidden />
        Replace token
      </Button>
    </>
  )
}
