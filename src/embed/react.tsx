import { type ReactElement, useEffect, useRef } from 'react'
import type { AuthenticateOptions, OpenedAuthenticate } from './authenticate-options.ts'
import { openAuthenticate } from './latchkey.ts'

export type * from './authenticate-options.ts'

export interface AuthenticateProps extends Omit<AuthenticateOptions, 'container'> {
  /** Over the whole page, and not where the component stands. The overlay always is. */
  overPage?: boolean | undefined
}

/**
 * Shown for as long as it is mounted. Another Latchkey, connector, purpose or view opens it anew; a theme is changed in
 * place; everything else holds from the next time it is asked for.
 */
export function Authenticate(props: AuthenticateProps): ReactElement | null {
  const { latchkey, connector, purpose, view = 'step', overPage = view === 'overlay', theme } = props
  const container = useRef<HTMLDivElement>(null)
  const opened = useRef<OpenedAuthenticate>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    const { session } = latest.current
    opened.current = openAuthenticate({
      ...latest.current,
      latchkey,
      connector,
      purpose,
      view,
      container: container.current ?? undefined,
      session: typeof session === 'string' ? session : () => fetchLatest(latest.current.session),
      onSelected: (credential) => latest.current.onSelected(credential),
      onClosed: () => latest.current.onClosed?.(),
      onFailed: (failure) => latest.current.onFailed?.(failure),
    })
    return opened.current.close
  }, [latchkey, connector, purpose, view, overPage])

  const { accent, radius, font, scheme } = theme ?? {}
  useEffect(() => {
    opened.current?.setTheme({ accent, radius, font, scheme })
  }, [accent, radius, font, scheme])

  return overPage ? null : <div ref={container} />
}

async function fetchLatest(session: AuthenticateOptions['session']): Promise<string | null> {
  return typeof session === 'string' ? session : session()
}
