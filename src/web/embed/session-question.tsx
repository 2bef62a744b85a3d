import { useState } from 'react'
import { Question } from '../ui/question.tsx'
import type { SessionQuestion as Asked } from './embedding.ts'

/** Over whatever the person was at work on: the session is over, and the host has no other. */
export function SessionQuestion({ trouble, tryAgain, giveUp }: Asked) {
  // Which question was answered: there is another where trying came to nothing.
  const [tried, setTried] = useState<(() => void) | null>(null)
  const isBusy = tried === tryAgain
  return (
    <Question
      title="Your session has ended."
      text={
        trouble === 'no_answer'
          ? 'Latchkey did not answer when another was asked for. What you typed is kept.'
          : 'This page has no other for you: you may have been signed out of it. What you typed is kept.'
      }
      confirm={{
        label: isBusy ? 'Trying…' : 'Try again',
        isBusy,
        onConfirm: () => {
          setTried(() => tryAgain)
          tryAgain()
        },
      }}
      cancel="Not now"
      onCancel={giveUp}
    />
  )
}
