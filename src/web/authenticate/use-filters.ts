import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { CredentialFilters } from '../api/credentials.ts'
import { screenHistory } from '../ui/screen-history.ts'
import { parseFilters, withFilters } from './credential-filters.ts'

export type ChangeFilters = (filters: CredentialFilters, history?: 'push' | 'replace') => void

/** The filters as the URL has them, so that reload, Back and a link that is passed on find them again. */
export function useFilters(): [CredentialFilters, ChangeFilters] {
  const [, navigate] = useLocation()
  const search = useSearch()
  const filters = useMemo(() => parseFilters(search), [search])
  const change = useCallback<ChangeFilters>(
    (changed, how = 'push') => {
      const { path, search: before } = screenHistory()
      navigate(`${path}${withFilters(before, changed)}`, { replace: how === 'replace' })
    },
    [navigate],
  )
  return [filters, change]
}
