import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { peopleQuery } from '../api/people.ts'

/** Milliseconds without a key after which what was typed is searched for. */
const PAUSE = 150

/** People and teams by what is typed, as one types. */
export function usePeopleSearch(typed: string, isWanted: boolean) {
  const wanted = typed.trim()
  const [asked, setAsked] = useState(wanted)
  useEffect(() => {
    if (asked === wanted) return
    const timer = setTimeout(() => setAsked(wanted), PAUSE)
    return () => clearTimeout(timer)
  }, [asked, wanted])
  const query = useQuery({ ...peopleQuery(asked), enabled: isWanted, placeholderData: keepPreviousData })
  return {
    query,
    /** Whether what was found is for what is typed, and not for what was typed before. */
    isCurrent: asked === wanted && query.data !== undefined && !query.isPlaceholderData,
  }
}
