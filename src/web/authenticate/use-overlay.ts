import { useCallback, useState } from 'react'
import { useLocation } from 'wouter'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import { addCredentialPath, stepPath } from '../flow/paths.ts'
import { screenHistory } from '../ui/screen-history.ts'
import { parseFilters, withFilters } from './credential-filters.ts'

/** Marks the history entry that opening the overlay made, and survives a reload with it. */
type OverlayEntry = { isOverlayEntry: true } | null

export type Overlay = {
  isOpen: boolean
  /** The browser's Back has left the overlay's URL, while the overlay is still there. */
  isLeft: boolean
  open: () => void
  close: () => void
  /** Goes forward again to the URL that was left. */
  returnTo: () => void
}

/** *Add New Credential* has a URL and a history entry of its own. Back leads out of it, but not past its question. */
export function useOverlay(kind: ResourceKind, isInUrl: boolean): Overlay {
  const [, navigate] = useLocation()
  const [wasInUrl, setWasInUrl] = useState(isInUrl)
  const [isOpen, setIsOpen] = useState(isInUrl)
  if (wasInUrl !== isInUrl) {
    setWasInUrl(isInUrl)
    if (isInUrl) setIsOpen(true)
  }

  const open = useCallback(
    () =>
      navigate(`${addCredentialPath(kind)}${filterSearch()}`, {
        state: { isOverlayEntry: true } satisfies OverlayEntry,
      }),
    [kind, navigate],
  )

  return {
    isOpen,
    isLeft: isOpen && !isInUrl,
    open,
    close() {
      setIsOpen(false)
      if (!isInUrl) return
      const entry = screenHistory().state as OverlayEntry
      // Without an entry of its own (its address was typed in) there is no telling where Back would lead.
      if (entry?.isOverlayEntry) screenHistory().back()
      else navigate(`${stepPath(kind, 'authenticate')}${filterSearch()}`, { replace: true })
    },
    returnTo: () => screenHistory().forward(),
  }
}

/** The screen below stays as it is, and so what it is narrowed to stays in the URL. */
function filterSearch(): string {
  return withFilters('', parseFilters(screenHistory().search))
}
