import { useEffect, useEffectEvent } from 'react'

/** Escape, where nothing that is open takes it for itself. Null: it does nothing. */
export function useEscape(onEscape: (() => void) | null): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
    const { activeElement } = document
    // It empties a search first, as browsers have it.
    const isSearch = activeElement instanceof HTMLInputElement && activeElement.type === 'search'
    if (isSearch && activeElement.value !== '') return
    if (!document.querySelector('[data-scrim]')) onEscape?.()
  })
  useEffect(() => {
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
