import { type RefObject, useEffect } from 'react'
import type { HostPage } from './host-page.ts'

/** Pixels: what a dialog over the screen takes, with what it leaves free around it (`ui/dialog.module.css`). */
const DIALOG = 740 + 48

/**
 * Tells a host in whose page the frame stands how high it would be. That is asked of each part and not of the document,
 * which is never lower than its frame.
 * @param parts what they stand in, one below the other, at the foot of the page
 */
export function useToldHeight(host: HostPage, parts: RefObject<HTMLElement | null>, isTold: boolean): void {
  useEffect(() => {
    const { current } = parts
    if (!isTold || !current) return
    let told = 0
    const tell = () => {
      const inside = [...current.children].reduce((sum, part) => sum + part.getBoundingClientRect().height, 0)
      // What stands above it, the banner, is as high as it is.
      const own = current.getBoundingClientRect().top + scrollY + inside
      const height = Math.ceil(document.querySelector('[data-scrim]') ? Math.max(own, DIALOG) : own)
      if (height !== told) host.send({ type: 'resized', height })
      told = height
    }
    const sizes = new ResizeObserver(tell)
    const observe = () => {
      for (const part of current.children) sizes.observe(part)
    }
    // Parts that come, go and are replaced; and dialogs, which open beside all that.
    const changes = new MutationObserver(() => {
      observe()
      tell()
    })
    observe()
    changes.observe(current, { childList: true })
    changes.observe(document.body, { childList: true })
    return () => {
      sizes.disconnect()
      changes.disconnect()
    }
  }, [host, parts, isTold])
}
