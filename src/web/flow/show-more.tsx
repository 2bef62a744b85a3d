import { useEffect, useEffectEvent, useRef } from 'react'
import { announce } from '../ui/announcer.tsx'
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
  /** Of each page that is there, the ids of the elements to focus: one for each thing it holds. */
  pages: string[][]
  label?: 'Show more' | 'Show earlier'
}

/** Under a list: its next page, which takes the focus with its first. */
export function ShowMore({ list, pages, label = 'Show more' }: ShowMoreProps) {
  const { hasNextPage, isFetchingNextPage } = list
  const isAsked = useRef(false)
  const show = useEffectEvent(() => {
    const [first, ...others] = pages.at(-1) ?? []
    if (!isAsked.current || !first) return
    isAsked.current = false
    document.querySelector<HTMLElement>(`#${CSS.escape(first)}`)?.focus()
    announce(`${others.length + 1} more shown.`)
  })
  useEffect(() => show(), [pages.length])

  function showMore() {
    if (isFetchingNextPage) return
    isAsked.current = true
    void list.fetchNextPage()
  }

  if (!hasNextPage) return null
  return (
    <div className={styles['foot']}>
      <Button aria-busy={isFetchingNextPage} onClick={showMore}>
        {isFetchingNextPage ? 'Loading…' : label}
      </Button>
      {list.isFetchNextPageError && (
        <p className={styles['failed']} role="alert">
          {failureInWords(list.error)}
        </p>
      )}
    </div>
  )
}
