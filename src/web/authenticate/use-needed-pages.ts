import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CredentialPage } from '../../contract/credential.ts'
import { type CredentialFilters, isLongList, shortenCredentials } from '../api/credentials.ts'
import type { Credentials } from './use-credentials.ts'

/** How many beyond those in the page are asked for, so that whoever scrolls on finds them there. */
const AHEAD = 60

/** Pages that are left of a list of which only the beginning is looked at. */
const PAGES_LEFT = 2

/**
 * Has the pages of a list come as far as somebody looks: one after the other, for as long as they look at where the
 * next belongs. A long list of which only the beginning is looked at again becomes a short one, which is kept fresh.
 * @returns to be told up to which place they look
 */
export function useNeededPages(
  connector: string,
  filters: CredentialFilters,
  list: Credentials['list'],
): (end: number) => void {
  const client = useQueryClient()
  const [needed, setNeeded] = useState(0)
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, isPlaceholderData } = list
  const isThere = data !== undefined && !isPlaceholderData
  const loaded = countRows(data?.pages)

  const isMoreNeeded = isThere && needed + AHEAD > loaded && hasNextPage
  useEffect(() => {
    if (isMoreNeeded && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [isMoreNeeded, isFetching, isFetchNextPageError, fetchNextPage])

  const beginning = countRows(data?.pages.slice(0, PAGES_LEFT))
  const isTooLong = isThere && isLongList(data) && needed + AHEAD <= beginning
  useEffect(() => {
    if (isTooLong && !isFetching) shortenCredentials(client, connector, filters, PAGES_LEFT)
  }, [isTooLong, isFetching, client, connector, filters])

  return setNeeded
}

function countRows(pages: CredentialPage[] = []): number {
  return pages.reduce((sum, { credentials }) => sum + credentials.length, 0)
}
