import { Plus, X } from 'lucide-react'
import { useId, useRef } from 'react'
import type { Parameter } from '../../contract/configuration.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import type { MistakeCode } from './configuration-mistakes.ts'
import styles from './parameter-rows.module.css'

type ParameterRowsProps = {
  /** What the rows are, in the plural. */
  title: string
  /** What one of them is called. */
  one: string
  rows: readonly Parameter[]
  /** Names to choose from. */
  names?: readonly string[]
  mistakeAt: (place: string) => MistakeCode | undefined
  words: (code: MistakeCode, label: string) => string
  isReadOnly: boolean
  /** @param part of the rows that has changed; empty for all of them */
  onChange: (rows: Parameter[], part: string) => void
}

/** Names and their values, as many as somebody adds. */
export function ParameterRows(props: ParameterRowsProps) {
  const { title, one, rows, names, mistakeAt, words, isReadOnly, onChange } = props
  const id = useId()
  const group = useRef<HTMLDivElement>(null)
  const whole = mistakeAt('')

  /** After the rows have been drawn anew. */
  function focus(selector: string) {
    requestAnimationFrame(() => {
      const found = group.current?.querySelectorAll<HTMLElement>(selector)
      found?.[found.length - 1]?.focus()
    })
  }

  function add() {
    if (isReadOnly) return
    onChange([...rows, { name: '', value: '' }], '')
    focus('[data-name]')
  }

  function remove(index: number) {
    if (isReadOnly) return
    onChange(rows.toSpliced(index, 1), '')
    // The row that has taken its place, or the way to a new one.
    focus(index < rows.length - 1 ? `[data-name="${index}"]` : '[data-add]')
  }

  return (
    <div ref={group} className={styles['group']} role="group" aria-labelledby={`${id}-title`}>
      <p className={styles['title']} id={`${id}-title`}>
        {title}
      </p>
      {rows.map(({ name, value }, index) => {
        const label = `${one} ${index + 1}`
        const mistakes = { name: mistakeAt(`/${index}/name`), value: mistakeAt(`/${index}/value`) }
        return (
          // A row has nothing but its place to be known by.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className={styles['row']}>
            <Field
              label={`${label}: name`}
              isLabelHidden
              error={mistakes.name && words(mistakes.name, `name of the ${one}`)}
            >
              {(control) => (
                <input
                  {...control}
                  data-name={index}
                  type="text"
                  placeholder="Name"
                  list={names && `${id}-names`}
                  autoComplete="off"
                  spellCheck={false}
                  readOnly={isReadOnly}
                  value={name}
                  onChange={(event) =>
                    onChange(rows.with(index, { name: event.target.value, value }), `/${index}/name`)
                  }
                />
              )}
            </Field>
            <Field
              label={`${label}: value`}
              isLabelHidden
              error={mistakes.value && words(mistakes.value, `value of the ${one}`)}
            >
              {(control) => (
                <input
                  {...control}
                  type="text"
                  placeholder="Value"
                  autoComplete="off"
                  spellCheck={false}
                  readOnly={isReadOnly}
                  value={value}
                  onChange={(event) =>
                    onChange(rows.with(index, { name, value: event.target.value }), `/${index}/value`)
                  }
                />
              )}
            </Field>
            <button
              type="button"
              className={styles['remove']}
              aria-disabled={isReadOnly}
              aria-label={`Remove ${label}${name && ` (${name})`}`}
              onClick={() => remove(index)}
            >
              <X size={16} aria-hidden />
            </button>
          </div>
        )
      })}
      {names && (
        <datalist id={`${id}-names`}>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
      )}
      {whole && <p className={styles['mistake']}>{words(whole, title)}</p>}
      <Button variant="quiet" className={styles['add']} data-add aria-disabled={isReadOnly} onClick={add}>
        <Plus size={16} aria-hidden />
        Add {one}
      </Button>
    </div>
  )
}
