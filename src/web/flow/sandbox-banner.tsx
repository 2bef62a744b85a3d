import { useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { isSandboxQuery } from '../api/connectors.ts'
import { useChunk } from '../ui/use-chunk.ts'
import styles from './sandbox-banner.module.css'

const loadSampleTokens = () => import('./sample-tokens.tsx').then(({ SampleTokens }) => SampleTokens)

/** On every screen while the sandbox runs: nobody may take what it answers for Intercom's word. */
export function SandboxBanner() {
  const { data: isSandbox } = useQuery(isSandboxQuery)
  const [isOpen, setIsOpen] = useState(false)
  const { part: SampleTokens, hasFailed, fetch } = useChunk(loadSampleTokens, isOpen)
  if (!isSandbox) return null
  return (
    <aside className={styles['banner']} aria-label="Sandbox">
      <p className={styles['words']}>
        <FlaskConical size={16} aria-hidden />
        <span>
          <strong>Sandbox:</strong> Intercom is played by a stand-in on this machine.
        </span>
      </p>
      <details className={styles['details']} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className={styles['summary']} onPointerEnter={fetch} onFocus={fetch}>
          Sample tokens
        </summary>
        {SampleTokens && <SampleTokens />}
        {hasFailed && (
          <p role="alert">They could not be loaded: Latchkey did not answer. Close this and open it again.</p>
        )}
      </details>
    </aside>
  )
}
