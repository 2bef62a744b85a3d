import { type RefObject, useEffect } from 'react'

/** Ctrl or ⌘ with Enter submits the form from wherever in it the focus is, the description included. */
export function useSaveShortcut(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const element = form.current
    function submit(event: KeyboardEvent) {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
      event.preventDefault()
      if (!event.repeat) element?.requestSubmit()
    }
    element?.addEventListener('keydown', submit)
    return () => element?.removeEventListener('keydown', submit)
  }, [form])
}
