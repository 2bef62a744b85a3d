import { useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogDescription, DialogTitle } from '../ui/dialog.tsx'
import { Question } from '../ui/question.tsx'
import type { Door } from './door.ts'
import { leavePage } from './leave-page.ts'
import { LinkForm } from './link-form.tsx'
import { OpenIdWindow } from './openid-window.tsx'
import styles from './sign-in-again.module.css'
import { forgetDrafts } from './sign-out.ts'
import { useLookAgain } from './use-look-again.ts'

/** Over whatever the page shows, once its session is over: nothing that is below it is lost. */
export function SignInAgain({ door }: { door: Door }) {
  if (door.kind === 'ended') return <SessionEnded door={door} />
  return door.kind === 'other' ? <OtherPerson door={door} /> : null
}

function SessionEnded({ door: { signIn, trouble, onNotNow } }: { door: Extract<Door, { kind: 'ended' }> }) {
  const dialog = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useLookAgain()
  const notNow = (
    <Button variant="secondary" onClick={onNotNow}>
      Not now
    </Button>
  )
  return (
    <Dialog
      size="question"
      focusFirst={() => (dialog.current?.querySelector('input') ?? button.current)?.focus()}
      onDismiss={(by) => {
        // A press beside it is a stray one.
        if (by === 'escape') onNotNow()
      }}
    >
      <div ref={dialog} className={styles['dialog']}>
        <div>
          <DialogTitle className={styles['title']}>You were signed out</DialogTitle>
          <DialogDescription className={styles['text']}>Sign in to go on; what you typed is kept.</DialogDescription>
        </div>
        {signIn === 'openid' ? (
          <OpenIdWindow button={button} beside={notNow} />
        ) : (
          <LinkForm trouble={trouble} beside={notNow} />
        )}
      </div>
    </Dialog>
  )
}

function OtherPerson({ door: { whose, now } }: { door: Extract<Door, { kind: 'other' }> }) {
  useLookAgain()
  return (
    <Question
      title={`${now.person.name} is signed in now`}
      text={
        `What was typed on this page is ${whose.person.name}’s, and is not sent as ${now.person.name}. To keep it, sign in ` +
        `as ${whose.person.name} in another tab. To go on as ${now.person.name} is to drop it.`
      }
      cancel={`Go on as ${now.person.name}`}
      onCancel={() => {
        forgetDrafts()
        leavePage.reload()
      }}
    />
  )
}
