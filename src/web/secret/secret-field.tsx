import { type ClipboardEvent, type ReactNode, useState } from 'react'
import { useFormContext, useFormState } from 'react-hook-form'
import { tidyAccessToken } from '../../contract/access-token.ts'
import type { SecretField as FieldOfConnector } from '../../contract/connector.ts'
import { announce } from '../ui/announcer.tsx'
import { Field } from '../ui/field.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { inputWords } from './input-words.ts'
import styles from './secret-field.module.css'
import type { SecretValues } from './secret-values.ts'
import { tidiedWords } from './tidied-words.ts'

type SecretFieldProps = {
  field: FieldOfConnector
  readOnly: boolean
  /** What came of the last attempt, where it was the secret's doing. */
  setback: ReactNode
}

/** What is said of the value while it stays as it is. */
type Remark = { tidied: string; isUnusual: boolean }

/**
 * One field of a connector's secret: hidden, revealable, and rid of what a paste brings around a token. The input keeps
 * its value to itself, since React writes the value of a controlled one into the page's markup.
 */
export function SecretField({ field, readOnly, setback }: SecretFieldProps) {
  const form = useFormContext<SecretValues>()
  const { label, usualShape } = field
  const name = `secret.${field.name}` as const
  const registered = form.register(name)
  const { errors } = useFormState<SecretValues>({ name })
  const [isShown, setIsShown] = useState(false)
  const [remark, setRemark] = useState<Remark | null>(null)

  function tidy(value: string) {
    const { token, removed } = tidyAccessToken(value)
    // An input drops line breaks without a word, and would join two lines into a token that nobody has.
    const inOneLine = token.replaceAll(/[\r\n]+/gu, ' ')
    if (inOneLine !== form.getValues(name)) form.setValue(name, inOneLine)
    if (inOneLine !== '') void form.trigger(name)
    const tidied = tidiedWords(removed)
    if (tidied) announce(tidied)
    const isUnusual = usualShape !== undefined && token !== '' && !new RegExp(usualShape.pattern, 'u').test(token)
    setRemark((before) => ({ tidied: tidied || (before?.tidied ?? ''), isUnusual }))
  }

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    event.preventDefault()
    if (readOnly) return
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const before = value.slice(0, selectionStart ?? undefined)
    const after = value.slice(selectionEnd ?? value.length)
    setRemark(null)
    tidy(before + event.clipboardData.getData('text') + after)
  }

  const code = errors.secret?.[field.name]?.message
  const error = code ? inputWords(code, label) : setback
  const remarks = [!setback && remark?.tidied, !error && remark?.isUnusual && usualShape?.unusualShape].filter(Boolean)
  return (
    <Field label={label} required error={error} note={remarks.join(' ')}>
      {(control) => (
        <div className={styles['secret']}>
          <input
            {...control}
            {...registered}
            type={isShown ? 'text' : 'password'}
            readOnly={readOnly}
            onChange={(event) => {
              setRemark(null)
              void registered.onChange(event)
              // What was wrong with the last value need not be wrong with this one.
              if (code) form.clearErrors(name)
            }}
            onBlur={(event) => {
              void registered.onBlur(event)
              tidy(event.target.value)
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') tidy(event.currentTarget.value)
            }}
            onPaste={paste}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            data-1p-ignore
            data-lpignore="true"
            data-bwignore
            data-form-type="other"
          />
          <button type="button" className={styles['reveal']} onClick={() => setIsShown(!isShown)}>
            {isShown ? 'Hide' : 'Show'}
            <VisuallyHidden> {label}</VisuallyHidden>
          </button>
        </div>
      )}
    </Field>
  )
}
