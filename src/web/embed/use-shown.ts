import { useEffect } from 'react'
import type { HostPage } from './host-page.ts'

/** Tells the host once there is something to see. */
export function useShown(host: HostPage, isShown: boolean): void {
  useEffect(() => {
    if (isShown) host.send({ type: 'shown' })
  }, [host, isShown])
}
