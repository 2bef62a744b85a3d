import { useId } from 'react'
import styles from './segments.module.css'

type SegmentsProps<Value extends string> = {
  /** What is chosen between. */
  label: string
  options: readonly { value: Value; label: string }[]
  value: Value
  isReadOnly?: boolean
  onChange: (value: Value) => void
}

/** Two or three ways beside each other, of which one holds: radios, and so the arrow keys walk them. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { label, options, value, isReadOnly = false, onChange } = props
  const name = useId()
  return (
    <div className={styles['segments']} role="radiogroup" aria-label={label} aria-disabled={isReadOnly}>
      {options.map((option) => (
        <label key={option.value} className={styles['segment']}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => !isReadOnly && onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  )
}
