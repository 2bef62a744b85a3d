import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useLocation } from 'wouter'
import { sessionQuery } from '../api/session.ts'
import { dataFlowsPath } from '../flow/paths.ts'
import { ScreenHeading } from '../flow/screen-heading.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Door } from './door.ts'
import { LinkForm } from './link-form.tsx'
import { tellOtherTabs } from './other-tabs.ts'
import { returnPath } from './return-path.ts'
import { signedOutPath } from './session-paths.ts'
import styles from './sign-in.module.css'
import { signInAddress } from './sign-in-address.ts'
import { signInProblem } from './sign-in-problem.ts'
import { useLookAgain } from './use-look-again.ts'

/** The whole page, where nobody is signed in, or somebody is about to be. */
export function SignIn({ door }: { door: Door }) {
  switch (door.kind) {
    case 'closed':
      return <SignedOut door={door} />
    case 'opening':
      return <SignInCard title="Signing in…" />
    default:
      return <Open />
  }
}

/** On a path of signing in or out, where somebody is signed in, or it is not known yet. */
function Open() {
  const { data: session } = useQuery(sessionQuery)
  const [path, navigate] = useLocation()
  const isSignedOutPath = path === signedOutPath
  useEffect(() => {
    if (session && isSignedOutPath) navigate(dataFlowsPath, { replace: true })
  }, [session, isSignedOutPath, navigate])
  if (signInProblem() !== null) return <SignedOut door={{ signIn: 'openid', trouble: null }} />
  return session && !isSignedOutPath && <SignedIn />
}

function SignedOut({
  door: { signIn, trouble },
}: {
  door: Pick<Extract<Door, { kind: 'closed' }>, 'signIn' | 'trouble'>
}) {
  useLookAgain()
  const problem = signInProblem()
  return (
    <SignInCard title={location.pathname === signedOutPath ? 'You are signed out' : 'Sign in'}>
      {problem !== null && (
        <div className={styles['problem']} role="alert">
          <Notice tone="bad" title="You could not be signed in.">
            <p>{problem}</p>
          </Notice>
        </div>
      )}
      {signIn === 'openid' ? (
        <a className={buttonClass('primary', styles['wide'])} href={signInAddress(returnPath())}>
          {problem === null ? 'Sign in' : 'Try again'}
        </a>
      ) : (
        <LinkForm trouble={trouble} />
      )}
    </SignInCard>
  )
}

/** In the window that a page had opened to sign in over it. */
function SignedIn() {
  useEffect(() => {
    tellOtherTabs('signed-in')
    // Some browsers let a script close only what a script has opened: then the words stay.
    close()
  }, [])
  return (
    <SignInCard title="You are signed in">
      <p>You can close this window: the page that you came from goes on by itself.</p>
    </SignInCard>
  )
}

function SignInCard({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles['screen']}>
      <div className={styles['card']}>
        <ScreenHeading title={title} pageTitle={title}>
          Latchkey keeps the credentials of your data flows: checked, sealed, and never shown again.
        </ScreenHeading>
        {children}
      </div>
    </div>
  )
}
