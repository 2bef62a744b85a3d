import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import styles from './paging-bar.module.css'

export type Paging = {
  /** From one on. */
  page: number
  isBusy: boolean
  onNext: (cursor: string) => void
  onPrevious: () => void
}

type PagingBarProps = Paging & {
  /** Of the page after this one; null on the last one. */
  cursor: string | null
}

/** Page after page of what a source reads. A button that leads nowhere stays, so that the other does not move. */
export function PagingBar({ page, isBusy, cursor, onNext, onPrevious }: PagingBarProps) {
  if (page === 1 && cursor === null) return null
  return (
    <div className={styles['paging']} role="group" aria-label="Pages">
      <Button
        aria-disabled={page === 1}
        onClick={() => {
          if (page > 1) onPrevious()
        }}
      >
        <ChevronLeft size={16} aria-hidden />
        <span>
          Previous<span className={styles['word']}> page</span>
        </span>
      </Button>
      <span className={styles['page']}>Page {page}</span>
      <Button
        aria-disabled={cursor === null}
        aria-busy={isBusy}
        onClick={() => {
          if (cursor !== null && !isBusy) onNext(cursor)
        }}
      >
        <span>
          Next<span className={styles['word']}> page</span>
        </span>
        <ChevronRight size={16} aria-hidden />
      </Button>
    </div>
  )
}
