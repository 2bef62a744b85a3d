import { Action, Close, Description, Provider, Root, Viewport } from '@radix-ui/react-toast'
import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { buttonClass } from './button.tsx'
import styles from './toasts.module.css'

export type Toast = {
  /** A sentence: what has happened. */
  words: string
  /** What can be done about it while the toast is there. Each closes it. */
  actions?: { label: string; onPress: () => void }[]
  /** It says what somebody has to do elsewhere: it stays until it is dismissed. */
  stays?: boolean
}

/** Milliseconds, without those for which the pointer or the focus rests on a toast. */
const SHOWN_FOR = 10_000
/** More would cover what somebody is at work on. */
const MOST = 3

let shown: (Toast & { id: number })[] = []
let lastId = 0
const listeners = new Set<() => void>()

/** Says, over whatever screen there is, what has happened. Read out, too. */
export function showToast(toast: Toast): void {
  lastId += 1
  change([...shown, { ...toast, id: lastId }].slice(-MOST))
}

/** Where toasts appear: mounted once. F8 brings the focus to them. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribe, () => shown)
  return (
    <Provider duration={SHOWN_FOR} label="Notification">
      {toasts.map(({ id, words, actions = [], stays = false }) => (
        <Root
          key={id}
          className={styles['toast']}
          duration={stays ? Infinity : SHOWN_FOR}
          onOpenChange={(isOpen) => !isOpen && dismiss(id)}
        >
          <Description className={styles['words']}>{words}</Description>
          <div className={styles['actions']}>
            {actions.map(({ label, onPress }, place) => (
              <Action
                key={label}
                className={buttonClass(place === 0 ? 'secondary' : 'quiet', styles['action'])}
                altText={`${label}: press F8 to get to it.`}
                onClick={onPress}
              >
                {label}
              </Action>
            ))}
            {actions.length > 0 && (
              <kbd className={styles['key']} aria-hidden="true" title="F8 brings the focus here">
                F8
              </kbd>
            )}
          </div>
          <Close className={styles['close']} aria-label="Dismiss">
            <X size={16} aria-hidden />
          </Close>
        </Root>
      ))}
      <Viewport className={styles['toasts']} label="Notifications ({hotkey})" data-toasts />
    </Provider>
  )
}

/** For a page that begins anew. */
export function dismissToasts(): void {
  change([])
}

function dismiss(dismissedId: number): void {
  change(shown.filter(({ id }) => id !== dismissedId))
}

function change(toasts: typeof shown): void {
  shown = toasts
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
