import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import type { Credential } from '../../contract/credential.ts'
import { radioId } from './credential-tile.tsx'

type RadioWalkOptions = {
  group: RefObject<HTMLElement | null>
  credentials: Credential[]
  /** How many there are, loaded or not. */
  count: number
  chosenId: string | undefined
  onChoose: (credential: Credential) => void
  onNeeded: (end: number) => void
  /** One of its tiles has the focus. */
  onFocus: (id: string) => void
}

/** Walks through the radios as a browser does, but also to those that are not in the page. */
export function useRadioWalk(options: RadioWalkOptions): void {
  const { group, credentials, count, chosenId } = options
  const wanted = useRef<string | null>(null)

  const walk = useEffectEvent((event: KeyboardEvent) => {
    const step = steps[event.key]
    const { target } = event
    if (step === undefined || !(target instanceof HTMLInputElement) || event.altKey || event.ctrlKey || event.metaKey)
      return
    event.preventDefault()
    const from = credentials.findIndex(({ id }) => id === target.value)
    const beside = credentials.length === count ? (from + step + count) % count : from + step
    // The last there is so far: all of ten thousand are not fetched for one key.
    const to = Number.isFinite(step) ? beside : step < 0 ? 0 : credentials.length - 1
    const next = credentials[to]
    if (!next) return options.onNeeded(to + 1)
    wanted.current = next.id
    options.onChoose(next)
  })

  const follow = useEffectEvent(({ target }: FocusEvent) => {
    const tile = target instanceof Element ? target.closest<HTMLElement>('[data-credential]') : null
    if (tile?.dataset['credential']) options.onFocus(tile.dataset['credential'])
  })

  useEffect(() => {
    const element = group.current
    if (!element) return
    const handleKey = (event: KeyboardEvent) => walk(event)
    const handleFocus = (event: FocusEvent) => follow(event)
    element.addEventListener('keydown', handleKey)
    element.addEventListener('focusin', handleFocus)
    return () => {
      element.removeEventListener('keydown', handleKey)
      element.removeEventListener('focusin', handleFocus)
    }
  }, [group])

  useEffect(() => {
    if (!chosenId || wanted.current !== chosenId) return
    wanted.current = null
    document.querySelector<HTMLElement>(`#${radioId(chosenId)}`)?.focus()
  }, [chosenId])
}

const steps: Record<string, number> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}
