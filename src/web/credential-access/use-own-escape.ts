import { type RefObject, useEffect, useEffectEvent } from 'react'

const MARK = 'data-own-escape'

/**
 * Takes the key Escape for a part of a dialog, while the focus is in there: it leaves that part, the innermost where one
 * stands in another, and not the dialog.
 * Heard at the window, on the way down: the dialog listens at the document, before whatever is inside it.
 */
export function useOwnEscape(isWanted: boolean, part: RefObject<HTMLElement | null>, onEscape: () => void): void {
  const leave = useEffectEvent(onEscape)
  useEffect(() => {
    const element = part.current
    if (!isWanted || !element) return
    const handleKey = (event: KeyboardEvent) => {
      // Escape ends an input method's composition first.
      if (event.key !== 'Escape' || event.isComposing) return
      if (document.activeElement?.closest(`[${MARK}]`) !== element) return
      event.preventDefault()
      event.stopPropagation()
      leave()
    }
    element.setAttribute(MARK, '')
    addEventListener('keydown', handleKey, { capture: true })
    return () => {
      element.removeAttribute(MARK)
      removeEventListener('keydown', handleKey, { capture: true })
    }
  }, [isWanted, part])
}
