import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Field } from '../ui/field.tsx'
import type { LinkTrouble } from './door.ts'
import styles from './link-form.module.css'
import { tokenOfLink } from './link-token.ts'
import { openByLink } from './open-by-link.ts'

const COMMAND = 'npm run latchkey -- sign-in-link'

type LinkFormProps = {
  /** What is the matter with the last link. */
  trouble: LinkTrouble | null
  /** What else can be done. */
  beside?: ReactNode
}

/** How to get a link that signs in, and a field to paste it into. Nothing but the input holds what is pasted. */
export function LinkForm({ trouble, beside }: LinkFormProps) {
  const input = useRef<HTMLInputElement>(null)
  const client = useQueryClient()
  const [isBusy, setIsBusy] = useState(false)
  const [isBlank, setIsBlank] = useState(false)

  useEffect(() => {
    // Whoever comes by a link that does not work hears why.
    if (trouble) input.current?.focus()
  }, [trouble])

  async function signIn() {
    const { current } = input
    const pasted = current?.value.trim() ?? ''
    setIsBlank(pasted === '')
    if (current && pasted !== '') {
      setIsBusy(true)
      const isSpent = await openByLink(client, tokenOfLink(pasted) ?? pasted)
      setIsBusy(false)
      if (isSpent) current.value = ''
    }
    current?.focus()
  }

  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        if (!isBusy) void signIn()
      }}
    >
      <div>
        <p>Starting Latchkey prints a sign-in link. For another one, run this where it is installed:</p>
        <p className={styles['command']}>
          <code>{COMMAND}</code>
          <CopyButton text={COMMAND} what="command" />
        </p>
      </div>
      <Field
        label="Sign-in link"
        error={isBlank ? 'Paste the link here.' : trouble && troubleWords[trouble]}
        hint="Open the link, or paste it here. It works once, within an hour."
      >
        {(control) => (
          <input
            {...control}
            ref={input}
            type="password"
            readOnly={isBusy}
            onChange={() => setIsBlank(false)}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            data-1p-ignore
            data-lpignore="true"
            data-bwignore
            data-form-type="other"
          />
        )}
      </Field>
      <div className={styles['actions']}>
        {beside}
        <Button variant="primary" type="submit" aria-busy={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </Button>
      </div>
    </form>
  )
}

const troubleWords: Record<LinkTrouble, string> = {
  refused: 'This link was used already, or is more than an hour old. Get another one.',
  too_many_attempts: 'Too many links were tried that do not work. Wait a few minutes, and try again.',
  not_kept:
    'Latchkey signed you in, but your browser did not keep it: some, such as Safari, keep no secure cookie from an ' +
    'http address. Open Latchkey in another browser, or over https, with another link.',
  no_answer: 'Latchkey did not answer. Check that it is running, and try again.',
}
