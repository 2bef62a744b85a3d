import { useCallback, useEffect, useRef, useState } from 'react'

export type Chunk<Part> = {
  /** Null until it has come. */
  part: Part | null
  hasFailed: boolean
  /** Fetches it, once; again after a failure. */
  fetch: () => void
}

/**
 * A part of the page that is fetched when it is wanted, or a little before. A plain state and not `React.lazy`: a
 * Suspense boundary holds its content back for 300 ms after it has shown a fallback.
 * @param load stable: an `import()` at the top of a module
 */
export function useChunk<Part>(load: () => Promise<Part>, isWanted: boolean): Chunk<Part> {
  const [chunk, setChunk] = useState<{ part: Part | null; hasFailed: boolean }>({ part: null, hasFailed: false })
  const isUnderWay = useRef(false)

  const fetch = useCallback(() => {
    if (isUnderWay.current) return
    isUnderWay.current = true
    setChunk((before) => (before.hasFailed ? { part: null, hasFailed: false } : before))
    load().then(
      (part) => setChunk({ part, hasFailed: false }),
      () => {
        isUnderWay.current = false
        setChunk({ part: null, hasFailed: true })
      },
    )
  }, [load])

  useEffect(() => {
    if (isWanted) fetch()
  }, [isWanted, fetch])

  return { ...chunk, fetch }
}
