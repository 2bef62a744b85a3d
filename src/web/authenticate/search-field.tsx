import { Search } from 'lucide-react'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { SEARCH_WORDS } from '../../contract/credential.ts'
import { announce } from '../ui/announcer.tsx'
import { isTooLong, SEARCH_LENGTH, toSearch } from './credential-filters.ts'
import styles from './filter-bar.module.css'

/** Milliseconds without a key after which what was typed is searched for. */
const PAUSE = 150

/** Said of a search of more words than the BFF looks for. */
const TOO_LONG = `Only the first ${SEARCH_WORDS} words are searched for.`

type SearchFieldProps = { value: string; onChange: (value: string, history: 'replace') => void }

/** Searches as one types; the URL follows, without an entry of the history for every key. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    // Another search than what is being typed: by Back, a link, or *Clear filters*.
    if (toSearch(typed) !== value) setTyped(value)
  }

  const asked = toSearch(typed)
  const search = useEffectEvent(() => onChange(asked, 'replace'))
  useEffect(() => {
    if (asked === known) return
    const timer = setTimeout(() => search(), PAUSE)
    return () => clearTimeout(timer)
  }, [asked, known])

  const isCut = isTooLong(typed)
  const hint = useId()
  useEffect(() => {
    if (isCut) announce(TOO_LONG)
  }, [isCut])

  return (
    <div className={styles['search']}>
      <Search size={16} aria-hidden />
      <input
        type="search"
        className={styles['typed']}
        aria-label="Search credentials"
        aria-describedby={isCut ? hint : undefined}
        placeholder="Name, description or workspace"
        autoComplete="off"
        spellCheck={false}
        maxLength={SEARCH_LENGTH}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      {isCut && (
        <p id={hint} className={styles['hint']}>
          {TOO_LONG}
        </p>
      )}
    </div>
  )
}
