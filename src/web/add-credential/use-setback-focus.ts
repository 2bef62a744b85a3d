import { type RefObject, useEffect, useEffectEvent } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { announce } from '../ui/announcer.tsx'
import type { Setback } from './setback.ts'
import type { CredentialForm } from './use-credential-form.ts'
import type { Attempt } from './use-saving.ts'

/**
 * Brings whoever pressed Save to what came of it: the field to mend, or the notice with its buttons. Where the clock
 * tried again by itself the focus stays with the person, and the outcome is said instead.
 */
export function useSetbackFocus(
  connector: Connector,
  form: CredentialForm,
  { setback, byPerson }: Attempt,
  notice: RefObject<HTMLDivElement | null>,
): void {
  const show = useEffectEvent((said: Setback) => {
    if (!byPerson && isTyping()) return announce(`Not saved: ${notice.current?.innerText ?? 'see the form.'}`)
    const [field] = connector.fields
    if (notice.current) notice.current.focus()
    else if (said.kind === 'name_taken') form.setFocus('name')
    else if (said.kind === 'invalid_input') focusFirstError(form)
    else if (field) form.setFocus(`secret.${field.name}`, { shouldSelect: true })
  })
  useEffect(() => {
    if (setback) show(setback)
  }, [setback])
}

function focusFirstError(form: CredentialForm): void {
  const { name, description, region, secret } = form.formState.errors
  const [bad] = Object.keys(secret ?? {})
  if (name) form.setFocus('name')
  else if (description) form.setFocus('description')
  else if (bad) form.setFocus(`secret.${bad}`, { shouldSelect: true })
  else if (region) form.setFocus('region')
}

function isTyping(): boolean {
  return document.activeElement?.matches('input, textarea, select') ?? false
}
