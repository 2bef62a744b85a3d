import { useCallback } from 'react'
import { useLocation } from 'wouter'
import { screenHistory } from '../ui/screen-history.ts'

/** What the panel begins with, where it was asked for by more than a look. */
export type DetailsAction = 'edit' | 'replace' | 'check' | 'share' | 'delete'

/** Marks the history entry that opening something over a screen made: closing it goes back. Survives a reload. */
export type OverEntry = {
  isOverEntry: true
  /** Never in the URL: neither a reload nor a link that was passed on may begin to delete. */
  action?: DetailsAction | undefined
} | null

/** Opens a credential's details over whatever screen there is, at the same path. */
export function useOpenDetails(): (id: string, action?: DetailsAction) => void {
  const [, navigate] = useLocation()
  return useCallback(
    (id, action) => navigate(detailsHref(id), { state: { isOverEntry: true, action } satisfies OverEntry }),
    [navigate],
  )
}

/** Where the details of a credential are, over the screen that is shown now. */
export function detailsHref(id: string): string {
  return hrefWith('details', id)
}

/** Where the recently deleted credentials are, over the screen that is shown now. */
export function deletedHref(): string {
  return hrefWith('deleted', '')
}

/** Whether a search asks for something that stands over the screen. */
export function asksForOver(search: string): boolean {
  const asked = new URLSearchParams(search)
  return asked.has('details') || asked.has('deleted')
}

/** The screen alone, without what stands over it. */
export function screenHref(): string {
  return hrefOf(withoutOver())
}

function hrefWith(name: 'details' | 'deleted', value: string): string {
  const search = withoutOver()
  search.set(name, value)
  return hrefOf(search)
}

function withoutOver(): URLSearchParams {
  const search = new URLSearchParams(screenHistory().search)
  search.delete('details')
  search.delete('deleted')
  return search
}

function hrefOf(search: URLSearchParams): string {
  const { path } = screenHistory()
  return search.size > 0 ? `${path}?${search}` : path
}
