import { type ReactNode, useId } from 'react'
import styles from './field.module.css'
import hidden from './visually-hidden.module.css'

/** What an input needs to belong to its {@link Field}: spread it. */
export type FieldControl = {
  id: string
  className: string | undefined
  required: boolean
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

type FieldProps = {
  label: string
  /** For an input in a row or column whose meaning is to be seen from where it stands. */
  isLabelHidden?: boolean
  required?: boolean
  /** What is wrong with the value. */
  error?: ReactNode
  /** What is worth knowing before the value is typed. */
  hint?: ReactNode
  /** What has to be said of the value as it is. */
  note?: ReactNode
  children: (control: FieldControl) => ReactNode
}

/** A label, an input, and what is said of it, tied together for those who see and those who listen. */
export function Field({ label, isLabelHidden = false, required = false, error, hint, note, children }: FieldProps) {
  const id = useId()
  const said = { error: isSaid(error), hint: isSaid(hint), note: isSaid(note) }
  const describedBy = (['error', 'note', 'hint'] as const).filter((part) => said[part]).map((part) => `${id}-${part}`)
  return (
    <div className={styles['field']}>
      <label className={isLabelHidden ? hidden['hidden'] : styles['label']} htmlFor={id}>
        {label}
        {required && (
          <span className={styles['required']} aria-hidden="true">
            {' *'}
          </span>
        )}
      </label>
      {children({
        id,
        className: styles['control'],
        required,
        'aria-invalid': said.error,
        'aria-describedby': describedBy.join(' ') || undefined,
      })}
      {said.error && (
        <div className={styles['error']} id={`${id}-error`}>
          {error}
        </div>
      )}
      {said.note && (
        <div className={styles['note']} id={`${id}-note`}>
          {note}
        </div>
      )}
      {said.hint && (
        <div className={styles['hint']} id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  )
}

function isSaid(part: ReactNode): boolean {
  return part !== undefined && part !== null && part !== false && part !== ''
}
