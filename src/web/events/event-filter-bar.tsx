import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useId, useRef } from 'react'
import { peopleQuery } from '../api/people.ts'
import { nameApart } from '../credential-access/name-apart.ts'
import { LATCHKEY } from '../credential-details/event-words.ts'
import { Button } from '../ui/button.tsx'
import { actionGroups } from './audit-words.ts'
import type { EventFilters } from './event-filters.ts'
import styles from './event-filter-bar.module.css'

type EventFilterBarProps = {
  filters: EventFilters
  /** Of the credential it is narrowed to. */
  credentialName: string | undefined
  onChange: (filters: EventFilters) => void
}

/** The person that Latchkey itself is in its own notes. */
const LATCHKEY_ID = 'latchkey:watch'

/** Who, what, how it ended, and when. */
export function EventFilterBar({ filters, credentialName, onChange }: EventFilterBarProps) {
  const people = useQuery(peopleQuery('')).data?.people ?? []
  const { actor = '', action = '', outcome = '', credential, from = '', to = '' } = filters
  const bar = useRef<HTMLElement>(null)
  const isNarrowed = Object.keys(filters).length > 0
  const known = [...people, { id: LATCHKEY_ID, name: LATCHKEY }]
  const change = (name: keyof EventFilters) => (value: string) => onChange({ ...filters, [name]: value })

  /** The button that was pressed goes with what it lets go of, and must not take the focus along. */
  function letGo(left: EventFilters) {
    bar.current?.querySelector('select')?.focus()
    onChange(left)
  }

  return (
    <search ref={bar} className={styles['bar']} aria-label="Events">
      <Select label="Person" value={actor} onChange={change('actor')}>
        <option value="">Anybody</option>
        {known.map(({ id, name }) => (
          <option key={id} value={id}>
            {nameApart({ id, name }, known)}
          </option>
        ))}
        {actor && known.every(({ id }) => id !== actor) && <option value={actor}>{actor}</option>}
      </Select>
      <Select label="Action" value={action} onChange={change('action')}>
        <option value="">Everything</option>
        {actionGroups.map(([group, actions]) => (
          <optgroup key={group} label={group}>
            {actions.map(([id, words]) => (
              <option key={id} value={id}>
                {words}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
      <Select label="Outcome" value={outcome} onChange={change('outcome')}>
        <option value="">Any outcome</option>
        <option value="done">Done</option>
        <option value="refused">Refused</option>
      </Select>
      <Day label="From" value={from} onChange={change('from')} />
      <Day label="To" value={to} onChange={change('to')} />
      {isNarrowed && (
        <div className={styles['narrowed']}>
          {credential && (
            <p className={styles['credential']}>
              Credential: <bdi>{credentialName ?? credential}</bdi>
              <button
                type="button"
                aria-label="Of every credential"
                onClick={() => letGo({ ...filters, credential: '' })}
              >
                <X size={14} aria-hidden />
              </button>
            </p>
          )}
          <Button onClick={() => letGo({})}>Clear filters</Button>
        </div>
      )}
    </search>
  )
}

type ChoiceProps = { label: string; value: string; onChange: (value: string) => void }

function Select({ label, value, onChange, children }: ChoiceProps & { children: React.ReactNode }) {
  const id = useId()
  return (
    <div className={styles['choice']}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {children}
      </select>
    </div>
  )
}

function Day({ label, value, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className={`${styles['choice']} ${styles['day']}`}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type="date" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
    </div>
  )
}
