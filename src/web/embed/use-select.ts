import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { credentialQuery } from '../api/credentials.ts'
import { announce } from '../ui/announcer.tsx'
import type { HostPage } from './host-page.ts'
import { tellSelected } from './tell-selected.ts'

/** Hands the host a credential by its id. */
export function useSelect(host: HostPage): { isBusy: boolean; select: (id: string) => void } {
  const client = useQueryClient()
  const [isBusy, setIsBusy] = useState(false)

  async function select(id: string) {
    if (isBusy) return
    setIsBusy(true)
    try {
      // As it is now: what somebody has looked at for an hour may have been changed, or deleted, since.
      tellSelected(host, await client.fetchQuery({ ...credentialQuery(id), staleTime: 0 }))
    } catch {
      // Of one that is gone, or did not come, more is said above the tiles.
      announce('The credential could not be used. Try again, or choose another.')
    } finally {
      setIsBusy(false)
    }
  }

  return { isBusy, select: (id) => void select(id) }
}
