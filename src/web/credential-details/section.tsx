import { type ReactNode, useId } from 'react'
import styles from './section.module.css'

type SectionProps = {
  title: string
  /** Beside the title: what can be done here. */
  action?: ReactNode
  children: ReactNode
}

/** A part of the panel, under its own heading. */
export function Section({ title, action, children }: SectionProps) {
  const id = useId()
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h3 id={id} className={styles['title']}>
          {title}
        </h3>
        {action}
      </div>
      {children}
    </section>
  )
}
