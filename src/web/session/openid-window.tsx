import { type ReactNode, type RefObject, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { signedInPath } from './session-paths.ts'
import styles from './sign-in-again.module.css'
import { signInAddress } from './sign-in-address.ts'

type OpenIdWindowProps = {
  button: RefObject<HTMLButtonElement | null>
  /** What else can be done. */
  beside: ReactNode
}

/** Signs in at the OpenID provider without leaving the page: in a window, which says when it is done. */
export function OpenIdWindow({ button, beside }: OpenIdWindowProps) {
  const [isBlocked, setIsBlocked] = useState(false)

  function handleSignIn() {
    const opened = window.open(signInAddress(signedInPath), 'latchkey-sign-in', 'popup,width=520,height=720')
    setIsBlocked(opened === null)
    // The provider's page has no business with this one. Not `noopener`, which hides whether there is a window at all.
    if (opened) opened.opener = null
  }

  return (
    <>
      {isBlocked && (
        <p role="alert">
          Your browser opened no window.{' '}
          <a href={signInAddress(signedInPath)} target="_blank" rel="noreferrer">
            Sign in in a new tab
          </a>
          , and come back.
        </p>
      )}
      <div className={styles['actions']}>
        {beside}
        <Button ref={button} variant="primary" onClick={handleSignIn}>
          Sign in
        </Button>
      </div>
    </>
  )
}
