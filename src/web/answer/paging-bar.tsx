import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Parameter } from '../../contract/configuration.ts'
import { Button } from '../ui/button.tsx'
import styles from './paging-bar.module.css'

export type Paging = {
  /** From one on. */
  page: number
  isBusy: boolean
  onNext: (query: Parameter[]) => void
  onPrevious: () => void
}

type PagingBarProps = Paging & {
  /** The query of the page after this one; null on the last one. */
  next: Parameter[] | null
}

/** Page after page of what a source reads. A button that leads nowhere stays, so that the other does not move. */
export function PagingBar({ page, isBusy, next, onNext, onPrevious }: PagingBarProps) {
  if (page === 1 && next === null) return null
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
        aria-disabled={next === null}
        aria-busy={isBusy}
        onClick={() => {
          if (next !== null && !isBusy) onNext(next)
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
