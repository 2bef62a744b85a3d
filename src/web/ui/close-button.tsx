import { X } from 'lucide-react'
import type { Ref } from 'react'
import styles from './close-button.module.css'

/** In the corner of a dialog. */
export function CloseButton({ ref, onClick }: { ref?: Ref<HTMLButtonElement>; onClick: () => void }) {
  return (
    <button ref={ref} type="button" className={styles['close']} aria-label="Close" onClick={onClick}>
      <X size={18} aria-hidden />
    </button>
  )
}
