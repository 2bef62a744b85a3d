import type { ReactNode } from 'react'
import styles from './radio-card.module.css'

type RadioCardProps = {
  /** Of the group. */
  name: string
  value: string
  label: string
  isChecked: boolean
  isReadOnly?: boolean
  onChoose: () => void
  /** Somebody is about to choose it. */
  onLikely?: () => void
  /** What choosing it means. */
  children: ReactNode
}

/** One way of several, with what it means: radios, and so the arrow keys walk them. Label and meaning are read apart. */
export function RadioCard(props: RadioCardProps) {
  const { name, value, label, isChecked, isReadOnly = false, onChoose, onLikely, children } = props
  const id = `${name}-${value}`
  return (
    <label className={styles['card']} onPointerEnter={onLikely}>
      <input
        type="radio"
        name={name}
        value={value}
        checked={isChecked}
        aria-disabled={isReadOnly}
        aria-labelledby={id}
        aria-describedby={`${id}-meaning`}
        onFocus={onLikely}
        onChange={() => !isReadOnly && onChoose()}
      />
      <span className={styles['label']} id={id}>
        {label}
      </span>
      <span className={styles['meaning']} id={`${id}-meaning`}>
        {children}
      </span>
    </label>
  )
}
