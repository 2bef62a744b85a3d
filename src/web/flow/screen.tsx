import type { ReactNode } from 'react'
import { ScreenHeading } from './screen-heading.tsx'
import styles from './screen.module.css'

type ScreenProps = {
  title: string
  pageTitle: string
  /** What is to be done here. */
  sentence?: ReactNode
  /** What can be begun here. */
  actions?: ReactNode
  children: ReactNode
  /** The screen's `BottomBar`. */
  bottomBar?: ReactNode
}

/** A screen between the page's head and its foot: a heading, a sentence, what it is about, and the bar below. */
export function Screen({ title, pageTitle, sentence, actions, children, bottomBar }: ScreenProps) {
  return (
    <>
      <div className={styles['screen']}>
        <ScreenHeading title={title} pageTitle={pageTitle} actions={actions}>
          {sentence}
        </ScreenHeading>
        {children}
      </div>
      {bottomBar}
    </>
  )
}
