import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './credential-grid.module.css'

type CredentialGridProps = {
  onAdd: () => void
  /** The person is about to: time to fetch the overlay. */
  onAddLikely: () => void
  /** The tiles; null while there are none to choose from. */
  tiles: ReactNode
  /** What stands where tiles would be. */
  children?: ReactNode
}

/** *Add Credential* first, and beside it, not inside it, the group of what can be chosen. */
export function CredentialGrid({ onAdd, onAddLikely, tiles, children }: CredentialGridProps) {
  return (
    <div className={styles['grid']}>
      <button
        className={styles['add']}
        type="button"
        aria-haspopup="dialog"
        onClick={onAdd}
        onPointerEnter={onAddLikely}
        onFocus={onAddLikely}
      >
        <span className={styles['plus']}>
          <Plus size={20} aria-hidden />
        </span>
        Add Credential
      </button>
      {tiles && (
        <div className={styles['group']} role="radiogroup" aria-label="Credentials">
          {tiles}
        </div>
      )}
      {children}
    </div>
  )
}
