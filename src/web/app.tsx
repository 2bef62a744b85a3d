import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { Resource } from '../contract/resource.ts'
import styles from './app.module.css'
import { asksForOver } from './credential-details/open-details.ts'
import { ChunkFailed } from './flow/chunk-failed.tsx'
import { DataFlowsScreen } from './flow/data-flows-screen.tsx'
import { FlowPlaceholder } from './flow/flow-placeholder.tsx'
import { kindWords } from './flow/kind-words.ts'
import { NotFoundScreen } from './flow/not-found-screen.tsx'
import { dataFlowsPath, eventsPath, parseFlowPath } from './flow/paths.ts'
import { resourceIdOf } from './flow/resource-href.ts'
import { SandboxBanner } from './flow/sandbox-banner.tsx'
import { Account } from './session/account.tsx'
import { useDoor } from './session/door.ts'
import { signedInPath, signedOutPath } from './session/session-paths.ts'
import { Announcer } from './ui/announcer.tsx'
import { useShownPath } from './ui/held-screen.ts'
import { useChunk } from './ui/use-chunk.ts'

const loadSignIn = () => import('./session/sign-in-chunk.ts').then(({ SignIn }) => SignIn)
const loadEnded = () => import('./session/ended-chunk.ts').then(({ SignInAgain }) => SignInAgain)
const loadFlow = () => import('./flow/flow-chunk.ts')
const loadResource = () => import('./resource/resource-screen.tsx').then(({ ResourceScreen }) => ResourceScreen)
const loadEvents = () => import('./events/events-screen.tsx').then(({ EventsScreen }) => EventsScreen)
const loadLife = () => import('./credential-details/credential-life.tsx').then(({ CredentialLife }) => CredentialLife)

/** Screens of signing in and out, whoever comes to them. */
const doorPaths = new Set([signedInPath, signedOutPath])

/** The page: what stands on every screen, and the screen that the URL asks for. */
export function App() {
  const [location, navigate] = useLocation()
  const shownPath = useShownPath(location)
  const [made, setMade] = useState<Resource | null>(null)
  const door = useDoor()
  const isShut = door.kind === 'opening' || door.kind === 'closed' || doorPaths.has(shownPath)
  const path = isShut ? signedOutPath : shownPath
  const signIn = useChunk(loadSignIn, isShut)
  const SignIn = signIn.part
  const { part: SignInAgain } = useChunk(loadEnded, door.kind === 'ended' || door.kind === 'other')
  const place = parseFlowPath(path)
  const flow = useChunk(loadFlow, place !== null)
  const { FlowScreens, StepBar } = flow.part ?? {}
  const resourceId = resourceIdOf(path)
  const saved = useChunk(loadResource, resourceId !== null)
  const ResourceScreen = saved.part
  const events = useChunk(loadEvents, path === eventsPath)
  const EventsScreen = events.part
  const isOver = asksForOver(useSearch())
  // With a resource's screen, too: what is removed there is said in a toast.
  const life = useChunk(loadLife, isOver || resourceId !== null)
  const CredentialLife = life.part

  function handleMade(resource: Resource) {
    setMade(resource)
    navigate(dataFlowsPath)
  }

  return (
    <div className={styles['page']}>
      <a className={styles['skip']} href="#main">
        Skip to the content
      </a>
      {!isShut && <SandboxBanner />}
      <header className={styles['head']}>
        <div className={styles['place']}>
          <Link className={styles['brand']} href={dataFlowsPath}>
            <img src="/icon.svg" alt="" width={20} height={20} />
            Latchkey
          </Link>
          {place && <span>{kindWords[place.kind].begin}</span>}
        </div>
        {!isShut && <Account />}
        {place && <div className={styles['steps']}>{StepBar && <StepBar place={place} />}</div>}
      </header>
      <main id="main" className={styles['main']} tabIndex={-1}>
        {isShut && SignIn && <SignIn door={door} />}
        {isShut && !SignIn && <FlowPlaceholder hasFailed={signIn.hasFailed} onRetry={signIn.fetch} />}
        {isOver && life.hasFailed && (
          <div className={styles['failed']}>
            <ChunkFailed title="The credential’s details could not be loaded." onRetry={life.fetch} />
          </div>
        )}
        {place && FlowScreens && <FlowScreens key={place.kind} place={place} onMade={handleMade} />}
        {place && !FlowScreens && <FlowPlaceholder hasFailed={flow.hasFailed} onRetry={flow.fetch} />}
        {path === dataFlowsPath && (
          <DataFlowsScreen
            made={made}
            onMadeShown={() => setMade(null)}
            onFlowLikely={flow.fetch}
            onResourceLikely={saved.fetch}
          />
        )}
        {resourceId && ResourceScreen && <ResourceScreen key={resourceId} id={resourceId} />}
        {resourceId && !ResourceScreen && <FlowPlaceholder hasFailed={saved.hasFailed} onRetry={saved.fetch} />}
        {path === eventsPath && EventsScreen && <EventsScreen />}
        {path === eventsPath && !EventsScreen && (
          <FlowPlaceholder hasFailed={events.hasFailed} onRetry={events.fetch} />
        )}
        {!isShut && !place && !resourceId && path !== dataFlowsPath && path !== eventsPath && <NotFoundScreen />}
      </main>
      {!isShut && CredentialLife && <CredentialLife />}
      {SignInAgain && <SignInAgain door={door} />}
      <Announcer />
    </div>
  )
}
