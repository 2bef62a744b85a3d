import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type CredentialFilters, credentialsQuery } from '../api/credentials.ts'
import type { Credential } from '../../contract/credential.ts'
import { isNarrowed } from './credential-filters.ts'
import { useChosen } from './use-chosen.ts'

export type Credentials = ReturnType<typeof useCredentials>

/** A connector's credentials as far as they were loaded. While others are asked for, those before stay. */
export function useCredentials(connector: string, filters: CredentialFilters, chosen: Credential | undefined) {
  const list = useInfiniteQuery({ ...credentialsQuery(connector, filters), placeholderData: keepPreviousData })
  const { data, isPlaceholderData, hasNextPage } = list
  const loaded = useMemo(() => data?.pages.flatMap((page) => page.credentials), [data])
  const pinned = usePinned({
    list: JSON.stringify(filters),
    loaded: isPlaceholderData ? undefined : loaded,
    chosen: isNarrowed(filters) ? undefined : chosen,
  })
  const shown = useMemo(
    () => (loaded && pinned ? [pinned, ...loaded.filter(({ id }) => id !== pinned.id)] : loaded),
    [loaded, pinned],
  )
  const last = data?.pages.at(-1)
  return {
    list,
    /** Undefined until a page has come. */
    shown,
    total: last && { count: last.total, isAtLeast: last.totalIsAtLeast },
    /** How many there are to scroll through, loaded or not. */
    count: shown && (hasNextPage ? Math.max(last?.total ?? 0, shown.length + 1) : shown.length),
  }
}

type PinnedOptions = {
  /** Which list it is pinned to. */
  list: string
  /** Undefined while the list is on its way. */
  loaded: Credential[] | undefined
  chosen: Credential | undefined
}

/**
 * The chosen credential, where no page had it when it was chosen: it comes first, and stays there, whatever is chosen
 * then, since a tile that leaves would move all others under the person's hand.
 */
function usePinned({ list, loaded, chosen }: PinnedOptions): Credential | undefined {
  const [pin, setPin] = useState<{ list: string; id: string | undefined }>({ list, id: undefined })
  if (loaded && pin.list !== list) setPin({ list, id: undefined })
  else if (loaded && chosen && chosen.id !== pin.id && !loaded.some(({ id }) => id === chosen.id)) {
    setPin({ list, id: chosen.id })
  }
  return useChosen(pin.id).credential
}
