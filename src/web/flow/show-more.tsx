import { Button } from '../ui/button.tsx'
import { failureInWords } from './failed-notice.tsx'
import styles from './show-more.module.css'

type ShowMoreProps = {
  list: {
    hasNextPage: boolean
    isFetchingNextPage: boolean
    isFetchNextPageError: boolean
    error: unknown
    fetchNextPage: () => Promise<unknown>
  }
  /** How many there are, in words. */
  total?: string
}

/** Under a list: how much there is of it, and the next page. */
export function ShowMore({ list, total }: ShowMoreProps) {
  const { hasNextPage, isFetchingNextPage } = list
  if (!hasNextPage && !total) return null
  return (
    <div className={styles['foot']}>
      {hasNextPage && (
        <Button aria-busy={isFetchingNextPage} onClick={() => !isFetchingNextPage && void list.fetchNextPage()}>
          {isFetchingNextPage ? 'Loading…' : 'Show more'}
        </Button>
      )}
      {total && <p>{total}</p>}
      {list.isFetchNextPageError && (
        <p className={styles['failed']} role="alert">
          {failureInWords(list.error)}
        </p>
      )}
    </div>
  )
}
