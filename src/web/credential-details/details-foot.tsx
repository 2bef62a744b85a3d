import { KeyRound, Trash2 } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import type { Over } from './details-over.tsx'

/** What can be done to the whole credential. */
export function DetailsFoot({ onOver }: { onOver: (over: Over) => void }) {
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => onOver('delete')}>
        <Trash2 size={16} aria-hidden />
        Delete
      </Button>
      <Button aria-haspopup="dialog" onClick={() => onOver('replace')}>
        <KeyRound size={16} aria-hidden />
        Replace token
      </Button>
    </>
  )
}
