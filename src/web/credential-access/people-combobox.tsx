import { CircleUserRound, Users } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import type { People } from '../../contract/access.ts'
import type { Grantee } from '../api/credential-access.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { nameApart } from './name-apart.ts'
import styles from './people-combobox.module.css'
import { useOwnEscape } from './use-own-escape.ts'
import { usePeopleSearch } from './use-people-search.ts'

type PeopleComboboxProps = {
  label: string
  hint: string
  among: 'people' | 'people and teams'
  /** Why somebody cannot be picked; null where they can. */
  toRemark: (grantee: Grantee) => string | null
  /** A secret that got in here would stand in the address of a request. */
  isSecret: (text: string) => boolean
  onPick: (grantee: Grantee) => void
  ref: RefObject<HTMLInputElement | null>
}

/** As many of each as Latchkey answers. */
const MOST = 20

/**
 * Finds one of the people and teams: a combobox with a list, after the WAI-ARIA Authoring Practices. The focus stays in
 * the field, the arrow keys walk the list, Enter picks, Escape shuts it. The list takes its own room on the page: one
 * that floats would be cut off where the panel around it scrolls, or the page is zoomed in.
 */
export function PeopleCombobox(props: PeopleComboboxProps) {
  const { label, hint, among, toRemark, isSecret, onPick, ref } = props
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const [activeId, setActiveId] = useState<string | null>(null)
  const holdsSecret = isSecret(typed)
  const { query, isCurrent } = usePeopleSearch(holdsSecret ? '' : typed, isOpen)
  const groups = isOpen && !holdsSecret && query.data ? groupsOf(query.data, among) : []
  const found = groups.flatMap(({ grantees }) => grantees)
  const walk = found.filter((grantee) => toRemark(grantee) === null)
  // What stands first is what Enter picks, once something is typed.
  const [first] = typed.trim() === '' ? [] : walk
  const active = walk.find((grantee) => keyOf(grantee) === activeId) ?? first
  const optionId = (grantee: Grantee) => `${id}-${keyOf(grantee)}`

  const result = isOpen && isCurrent ? foundInWords(found, walk, typed, among) : null
  const said = holdsSecret ? SECRET : result?.words
  useEffect(() => {
    if (said) announce(said)
  }, [said])

  // Below the edge of the panel nobody would see it.
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (found.length > 0) list.current?.scrollIntoView({ block: 'nearest' })
  }, [found.length])

  const activeOption = active && optionId(active)
  useEffect(() => {
    if (activeOption) document.querySelector(`#${CSS.escape(activeOption)}`)?.scrollIntoView({ block: 'nearest' })
  }, [activeOption])

  useOwnEscape(isOpen || typed !== '', box, () => {
    if (!isOpen) setTyped('')
    close()
  })

  function close() {
    setIsOpen(false)
    setActiveId(null)
  }

  function pick(grantee: Grantee) {
    const why = toRemark(grantee)
    if (why) return announce(`${grantee.name}: ${why}.`)
    setTyped('')
    close()
    onPick(grantee)
  }

  function handleKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      // What was found for fewer letters is not what was meant.
      if (active && isCurrent) pick(active)
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    setIsOpen(true)
    const step = event.key === 'ArrowDown' ? 1 : -1
    const place = active ? walk.indexOf(active) + step : step === 1 ? 0 : -1
    const next = walk.at(place % Math.max(walk.length, 1))
    setActiveId(next ? keyOf(next) : null)
  }

  return (
    <div
      ref={box}
      className={styles['box']}
      onBlur={({ relatedTarget }) => {
        if (!box.current?.contains(relatedTarget)) close()
      }}
    >
      <Field label={label} hint={isOpen ? undefined : hint} note={(holdsSecret || result?.isSeen) && said}>
        {(control) => (
          <input
            {...control}
            ref={ref}
            type="text"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={found.length > 0}
            aria-controls={found.length > 0 ? `${id}-list` : undefined}
            aria-activedescendant={activeOption}
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            maxLength={200}
            value={typed}
            onClick={() => setIsOpen(true)}
            onKeyDown={handleKey}
            onChange={({ currentTarget }) => {
              setTyped(currentTarget.value)
              setActiveId(null)
              setIsOpen(true)
            }}
          />
        )}
      </Field>
      {isOpen && query.isError && (
        <div className={styles['failed']} role="alert">
          <p>Nobody could be looked for. {failureInWords(query.error)}</p>
          <Button onClick={() => void query.refetch()}>Retry</Button>
        </div>
      )}
      {found.length > 0 && (
        <div
          ref={list}
          id={`${id}-list`}
          className={styles['list']}
          role="listbox"
          aria-label={label}
          tabIndex={-1}
          // The focus stays in the field.
          onMouseDown={(event) => event.preventDefault()}
        >
          {groups.map(({ title, grantees }) => (
            <div key={title} role="group" aria-label={title}>
              <p className={styles['group']} aria-hidden="true">
                {title}
              </p>
              {grantees.map((grantee) => {
                const why = toRemark(grantee)
                const Icon = grantee.kind === 'team' ? Users : CircleUserRound
                return (
                  <button
                    key={keyOf(grantee)}
                    id={optionId(grantee)}
                    className={styles['option']}
                    type="button"
                    role="option"
                    tabIndex={-1}
                    aria-selected={grantee === active}
                    aria-disabled={why !== null}
                    onClick={() => pick(grantee)}
                  >
                    <Icon size={16} aria-hidden />
                    <bdi className={styles['name']}>{nameApart(grantee, grantees)}</bdi>
                    {why && <span className={styles['why']}>{why}</span>}
                  </button>
                )
              })}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

const SECRET = 'This looks like a token, and nobody is looked for by it: clear it.'

type Group = { title: string; grantees: Grantee[] }

function groupsOf({ people, teams }: People, among: PeopleComboboxProps['among']): Group[] {
  const groups: Group[] = [
    { title: 'People', grantees: people.map((person) => ({ kind: 'person', ...person })) },
    { title: 'Teams', grantees: among === 'people' ? [] : teams.map((team) => ({ kind: 'team', ...team })) },
  ]
  return groups.filter(({ grantees }) => grantees.length > 0)
}

function keyOf({ kind, id }: Grantee): string {
  return `${kind}-${id}`
}

/** What was found; seen only where the list does not say it. */
function foundInWords(
  found: Grantee[],
  pickable: Grantee[],
  typed: string,
  among: PeopleComboboxProps['among'],
): { words: string; isSeen: boolean } {
  if (pickable.length === 0 && typed.trim() === '') {
    return seen('There is nobody else yet: people can be found once they have signed in.')
  }
  if (found.length === 0)
    return seen(among === 'people' ? 'Nobody is called that.' : 'Nobody and no team is called that.')
  const isCut = ['person', 'team'].some((kind) => found.filter((grantee) => grantee.kind === kind).length === MOST)
  if (isCut) return seen(`The first ${found.length} are shown: type more of the name to find others.`)
  return { words: `${found.length} found.`, isSeen: false }
}

function seen(words: string) {
  return { words, isSeen: true }
}
