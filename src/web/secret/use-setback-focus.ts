import { type RefObject, useEffect, useEffectEvent } from 'react'
import { announce } from '../ui/announcer.tsx'
import type { Attempt, Purpose } from './use-attempt.ts'

/**
 * Brings whoever pressed a button to what came of it: the field to mend, or the notice with its buttons. Where the
 * clock tried again by itself the focus stays with the person, and the outcome is said instead.
 * @param isShown the setback's words are on the page
 */
export function useSetbackFocus(
  attempt: Attempt | null,
  isShown: boolean,
  form: RefObject<HTMLFormElement | null>,
  notice: RefObject<HTMLDivElement | null>,
): void {
  const setback = attempt?.setback
  const show = useEffectEvent(() => {
    if (!attempt) return
    const { purpose, byPerson } = attempt
    if (!byPerson && isTyping()) {
      return announce(`${notDone[purpose]}: ${notice.current?.innerText ?? 'see the form.'}`)
    }
    if (notice.current) return notice.current.focus()
    const bad = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    bad?.focus()
    if (bad instanceof HTMLInputElement) bad.select()
  })
  useEffect(() => {
    if (setback && isShown) show()
  }, [setback, isShown])
}

/** Called when an attempt is made from a notice: it goes, and would take the focus with it. */
export function keepFocus(
  purpose: Purpose,
  form: RefObject<HTMLFormElement | null>,
  notice: RefObject<HTMLDivElement | null>,
): void {
  if (!notice.current?.contains(document.activeElement)) return
  form.current?.querySelector<HTMLElement>(`[data-purpose="${purpose}"]`)?.focus()
}

const notDone: Record<Purpose, string> = {
  save: 'Not saved',
  test: 'Not tested',
  replace: 'Not replaced',
  reconnect: 'Not reconnected',
}

/** The focus stays where it is: in a field, or among the choices of one. */
export function isTyping(): boolean {
  return document.activeElement?.matches('input, textarea, select') ?? false
}
