import { Component, type ReactNode } from 'react'
import { EmbedTrouble } from './embed-trouble.tsx'
import type { HostPage } from './host-page.ts'

type EmbedCrashProps = { host: HostPage; children: ReactNode }

/** Has a mistake of this page say so, to the person and to the host, instead of leaving a frame with nothing in it. */
export class EmbedCrash extends Component<EmbedCrashProps, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override componentDidCatch() {
    this.props.host.send({ type: 'failed', code: 'broken' })
  }

  override render() {
    const { host, children } = this.props
    if (!this.state.isBroken) return children
    return <EmbedTrouble host={host} trouble="broken" onTryAgain={() => location.reload()} />
  }
}
