import { type RefCallback, type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** Escape, or a press beside a dialog. */
export type DismissedBy = 'escape' | 'outside'

/** What dismisses those that are open, the uppermost last. */
const open: RefObject<(by: DismissedBy) => void>[] = []

/**
 * Escape is for the uppermost dialog from the moment that it stands there: for some moments more Radix tells the one below. A
 * press beside it is one on its scrim, which Radix would hear some moments late.
 */
export function useDismissal(onDismiss: (by: DismissedBy) => void): {
  scrim: RefCallback<HTMLElement>
  handleEscape: (event: KeyboardEvent) => void
} {
  const dismiss = useRef(onDismiss)
  useLayoutEffect(() => {
    dismiss.current = onDismiss
  })
  const [scrim] = useState(() => (element: HTMLElement) => stand(element, dismiss))
  return { scrim, handleEscape }
}

function handleEscape(event: KeyboardEvent): void {
  event.preventDefault()
  // Escape ends an input method's composition first.
  if (!event.isComposing) open.at(-1)?.current('escape')
}

function stand(scrim: HTMLElement, dismiss: RefObject<(by: DismissedBy) => void>): () => void {
  const listening = new AbortController()
  const { signal } = listening
  // From its beginning to its end: whoever marks a text may let go beside the dialog.
  let isBeside = false
  const pressed = {
    mousedown(event: Event) {
      isBeside = event.target === scrim
      // The focus stays where it is.
      if (isBeside) event.preventDefault()
    },
    mouseup(event: Event) {
      isBeside &&= event.target === scrim
    },
    click() {
      if (isBeside) dismiss.current('outside')
      isBeside = false
    },
  }
  for (const [type, listener] of Object.entries(pressed)) scrim.addEventListener(type, listener, { signal })
  open.push(dismiss)
  return () => {
    listening.abort()
    open.splice(open.indexOf(dismiss), 1)
  }
}
