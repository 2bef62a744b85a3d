import { Search } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { SEARCH_WORDS } from '../../contract/credential.ts'
import { holdsSecret } from '../secret/holds-secret.ts'
import { announce } from '../ui/announcer.tsx'
import { Field } from '../ui/field.tsx'
import { isTooLong, SEARCH_LENGTH, toSearch } from './credential-filters.ts'
import styles from './filter-bar.module.css'

/** Milliseconds without a key after which what was typed is searched for. */
const PAUSE = 150

/** Said of a search of more words than the BFF looks for. */
const TOO_LONG = `Only the first ${SEARCH_WORDS} words are searched for.`

/** Said of a token that got in here: as a search it would stand in the URL, and in the browser's history after that. */
const SECRET = 'This looks like a token, and is not searched for: clear it. Add Credential has a field for it.'

type SearchFieldProps = {
  connector: Connector
  value: string
  onChange: (value: string, history: 'replace') => void
}

/** Searches as one types; the URL follows, without an entry of the history for every key. */
export function SearchField({ connector, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    // Another search than what is being typed: by Back, a link, or *Clear filters*.
    if (toAsk(typed) !== value) setTyped(value)
  }

  const asked = toAsk(typed)
  const search = useEffectEvent(() => onChange(asked, 'replace'))
  useEffect(() => {
    if (asked === known) return
    const timer = setTimeout(() => search(), PAUSE)
    return () => clearTimeout(timer)
  }, [asked, known])

  function toAsk(text: string): string {
    return holdsSecret(connector, text) ? '' : toSearch(text)
  }

  const remark = holdsSecret(connector, typed) ? SECRET : isTooLong(typed) ? TOO_LONG : null
  useEffect(() => {
    if (remark) announce(remark)
  }, [remark])

  return (
    <div className={styles['search']}>
      <Search size={16} aria-hidden />
      <Field label="Search credentials" isLabelHidden note={remark}>
        {(control) => (
          <input
            {...control}
            type="search"
            placeholder="Name, description or workspace"
            autoComplete="off"
            spellCheck={false}
            maxLength={SEARCH_LENGTH}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
      </Field>
    </div>
  )
}
