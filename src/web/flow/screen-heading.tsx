import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import styles from './screen-heading.module.css'

type ScreenHeadingProps = {
  title: string
  /** What the page is called in tabs and history, where there is no screen round it. */
  pageTitle: string
  /** A sentence on what is to be done here. */
  children?: ReactNode
  actions?: ReactNode
}

/** Null until the first screen was shown: a browser puts the focus of a page that has just loaded itself. */
let shownPath: string | null = null

/** A heading with the focus has just gone: where the same screen has another, that one takes it. */
let isFocusLeft = false

/** A screen's one `h1`. It takes the focus when the screen changes, so that a screen reader says where one is now. */
export function ScreenHeading({ title, pageTitle, children, actions }: ScreenHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${pageTitle} · Latchkey`
  }, [pageTitle])
  useLayoutEffect(() => {
    const { current } = heading
    return () => {
      isFocusLeft = document.activeElement === current
    }
  }, [])
  useEffect(() => {
    const isOther = shownPath !== null && shownPath !== location.pathname
    if (isOther || isFocusLeft) heading.current?.focus({ preventScroll: true })
    if (isOther) scrollTo({ top: 0 })
    shownPath = location.pathname
    isFocusLeft = false
  }, [])
  return (
    <div className={styles['heading']}>
      <div className={styles['words']}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children && <p className={styles['sentence']}>{children}</p>}
      </div>
      {actions && <div className={styles['actions']}>{actions}</div>}
    </div>
  )
}
