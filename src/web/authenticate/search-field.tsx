import { Search } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { SEARCH_LENGTH } from './credential-filters.ts'
import styles from './filter-bar.module.css'

/** Milliseconds without a key after which what was typed is searched for. */
const PAUSE = 150

type SearchFieldProps = { value: string; onChange: (value: string, history: 'replace') => void }

/** Searches as one types; the URL follows, without an entry of the history for every key. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    // Another search than what is being typed: by Back, a link, or *Clear filters*.
    if (typed.trim() !== value) setTyped(value)
  }

  const search = useEffectEvent(() => onChange(typed.trim(), 'replace'))
  useEffect(() => {
    if (typed.trim() === known) return
    const timer = setTimeout(() => search(), PAUSE)
    return () => clearTimeout(timer)
  }, [typed, known])

  return (
    <div className={styles['search']}>
      <Search size={16} aria-hidden />
      <input
        type="search"
        className={styles['typed']}
        aria-label="Search credentials"
        placeholder="Name, description or workspace"
        autoComplete="off"
        spellCheck={false}
        maxLength={SEARCH_LENGTH}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </div>
  )
}
