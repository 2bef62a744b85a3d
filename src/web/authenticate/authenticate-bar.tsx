import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Credential } from '../../contract/credential.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import { BottomBar } from '../flow/bottom-bar.tsx'
import { stepPath } from '../flow/paths.ts'
import { announce } from '../ui/announcer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import styles from './authenticate-bar.module.css'

const REASON = 'Choose a credential, or add one, to go on.'

type AuthenticateBarProps = {
  kind: ResourceKind
  chosenId: string | undefined
  /** Undefined while it is on its way, too. */
  chosen: Credential | undefined
}

/** What was chosen, and the way on. *Next* can always be pressed: where it leads nowhere yet, it says why. */
export function AuthenticateBar({ kind, chosenId, chosen }: AuthenticateBarProps) {
  const [, navigate] = useLocation()
  const [hasAsked, setHasAsked] = useState(false)

  function goOn() {
    if (chosenId) return navigate(stepPath(kind, 'configure'))
    setHasAsked(true)
    announce(REASON)
  }

  return (
    <BottomBar
      actions={
        <>
          <Link className={buttonClass('secondary')} href={stepPath(kind, 'select')}>
            Back
          </Link>
          <Button
            variant="primary"
            aria-disabled={!chosenId}
            aria-describedby={chosenId ? undefined : 'next-reason'}
            onClick={goOn}
          >
            Next
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
