import { type ReactNode, useState } from 'react'
import type { Credential } from '../../contract/credential.ts'
import { BottomBar } from '../flow/bottom-bar.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import styles from './choice-bar.module.css'

const REASON = 'Choose a credential, or add one, to go on.'

export type Choice = {
  chosenId: string | undefined
  /** Undefined while it is on its way, too. */
  chosen: Credential | undefined
}

export type ChoiceWays = {
  /** The way back. */
  back: ReactNode
  /** The way on: what its button says, and does with what was chosen. */
  next: { words: string; isBusy?: boolean; onPress: (chosenId: string) => void }
}

type ChoiceBarProps = Choice & ChoiceWays

/** What was chosen, and the way on. It can always be pressed: where it leads nowhere yet, it says why. */
export function ChoiceBar({ chosenId, chosen, back, next }: ChoiceBarProps) {
  const [hasAsked, setHasAsked] = useState(false)

  function goOn() {
    if (chosenId) return next.onPress(chosenId)
    setHasAsked(true)
    announce(REASON)
  }

  return (
    <BottomBar
      actions={
        <>
          {back}
          <Button
            variant="primary"
            aria-disabled={!chosenId}
            aria-busy={next.isBusy ?? false}
            aria-describedby={chosenId ? undefined : 'next-reason'}
            onClick={goOn}
          >
            {next.words}
          </Button>
        </>
      }
    >
      {chosen && (
        <p className={styles['using']}>
          Using{' '}
          <bdi className={styles['name']} title={chosen.name}>
            {chosen.name}
          </bdi>
        </p>
      )}
      {!chosenId && (
        <p id="next-reason" className={hasAsked ? styles['asked'] : undefined}>
          {REASON}
        </p>
      )}
    </BottomBar>
  )
}
