import { type ReactNode, type RefObject, useId } from 'react'
import styles from './notice.module.css'

type NoticeProps = {
  tone: 'bad' | 'warning'
  title: string
  children: ReactNode
  /** Buttons: what can be done about it. */
  actions?: ReactNode
  /** For whoever puts the focus on the notice, so that it is read and its buttons come next. */
  ref?: RefObject<HTMLDivElement | null>
}

/** Says in place what has happened, and what can be done about it. */
export function Notice({ tone, title, children, actions, ref }: NoticeProps) {
  const id = useId()
  return (
    <div
      ref={ref}
      className={`${styles['notice']} ${styles[tone]}`}
      role="group"
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
    >
      <p className={styles['title']} id={`${id}-title`}>
        {title}
      </p>
      <div className={styles['text']} id={`${id}-text`}>
        {children}
      </div>
      {actions && <div className={styles['actions']}>{actions}</div>}
    </div>
  )
}
