import { Pencil } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { type Refusal, refusedControl } from '../credential-access/refusal.ts'
import { Field } from '../ui/field.tsx'
import styles from './edit-in-place.module.css'
import { Theirs, TroubleWays, troubleInWords } from './edit-trouble.tsx'
import type { OpenEdits } from './open-edits.ts'
import { type EditedField, fieldWords, useTextEdit } from './use-text-edit.ts'

type EditInPlaceProps = {
  connector: Connector
  credential: Credential
  field: EditedField
  edits: OpenEdits
  /** Why the person who looks may not edit it; null where they may. */
  refusal: Refusal | null
  /** The panel was opened for this. */
  begins?: boolean
  /** The text as it stands while nobody edits it. */
  children: ReactNode
}

/** A text and the button that turns it into a field: saved on leaving the field or Enter, undone by Escape. */
export function EditInPlace(props: EditInPlaceProps) {
  const { connector, credential, field, edits, refusal, begins = false, children } = props
  const text = useTextEdit(connector, credential, field, begins && !refusal)
  const { edit, isSaving } = text
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const isOpen = edit !== null
  const isUnsaved = isOpen && edit.text !== edit.from[field]
  const hadFocus = useRef(false)

  const hasFocus = useEffectEvent(() => box.current?.contains(document.activeElement) ?? false)
  const save = useEffectEvent(() => text.save())
  const undo = useEffectEvent(() => text.undo())
  const focus = useEffectEvent(() => input.current?.focus())
  useEffect(() => {
    if (!isOpen) return
    return edits.add({ hasFocus, save, undo, focus })
  }, [isOpen, edits])

  useEffect(() => {
    if (!isOpen) {
      // The field is gone; where it had the focus, the button it came from takes it.
      if (hadFocus.current) button.current?.focus()
      hadFocus.current = false
      return
    }
    hadFocus.current = true
    input.current?.focus()
    input.current?.select()
  }, [isOpen])

  useEffect(() => {
    if (!isUnsaved) return
    const unmark = edits.markUnsaved()
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => {
      removeEventListener('beforeunload', ask)
      unmark()
    }
  }, [isUnsaved, edits])

  function handleKey(event: KeyboardEvent) {
    const submits = event.key === 'Enter' && (field === 'name' || event.ctrlKey || event.metaKey)
    if (!submits || event.nativeEvent.isComposing) return
    event.preventDefault()
    void text.save()
  }

  if (!edit) {
    return (
      <div className={styles['rest']}>
        {children}
        <button
          ref={button}
          type="button"
          className={styles['edit']}
          aria-label={`Edit ${field}`}
          {...(refusal
            ? refusedControl(refusal)
            : { onClick: text.begin, onKeyDown: ({ key }: KeyboardEvent) => key === 'F2' && text.begin() })}
        >
          <Pencil size={14} aria-hidden />
        </button>
        {text.isSaved && <span className={styles['saved']}>Saved</span>}
      </div>
    )
  }

  const common = {
    ref: input,
    value: edit.text,
    readOnly: isSaving,
    'aria-busy': isSaving,
    dir: 'auto',
    autoComplete: 'off',
    onKeyDown: handleKey,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => text.type(currentTarget.value),
  }
  return (
    <div
      ref={box}
      className={styles['field']}
      onFocus={() => {
        hadFocus.current = true
      }}
      onBlur={({ relatedTarget }) => {
        if (box.current?.contains(relatedTarget)) return
        hadFocus.current = false
        // A window that loses the focus has not left the field.
        if (document.hasFocus() && !edit.trouble) void text.save()
      }}
    >
      <Field
        label={fieldWords[field]}
        required={field === 'name'}
        error={edit.trouble && troubleInWords(edit.trouble)}
        note={isSaving ? 'Saving…' : edit.trouble?.kind === 'changed' && <Theirs text={edit.trouble.theirs} />}
        hint={edit.trouble ? undefined : hints[field]}
      >
        {(control) =>
          field === 'name' ? (
            <input {...control} {...common} type="text" />
          ) : (
            <textarea {...control} {...common} rows={4} />
          )
        }
      </Field>
      {edit.trouble && (
        <TroubleWays trouble={edit.trouble} onSave={(from) => void text.save(from)} onUndo={text.undo} />
      )}
    </div>
  )
}

const hints = {
  name: 'Enter saves, Escape undoes.',
  description: 'Leaving the field saves, Escape undoes.',
}
