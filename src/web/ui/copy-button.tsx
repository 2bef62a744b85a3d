import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { announce } from './announcer.tsx'
import styles from './copy-button.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

/** Milliseconds for which the button says what happened. */
const SHOWN_FOR = 2_000

type CopyButtonProps = {
  /** What goes to the clipboard. */
  text: string
  /** What the button copies, for those who do not see what stands beside it: "request id". */
  what: string
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'Copied' | 'Not copied' | null>(null)
  useEffect(() => {
    if (!outcome) return
    const timer = setTimeout(() => setOutcome(null), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    // The clipboard can refuse: without HTTPS, in a frame, or by the person's own setting.
    const copied = await writeText(text)
    setOutcome(copied ? 'Copied' : 'Not copied')
    announce(copied ? `Copied: ${what}.` : `Your browser does not let Latchkey copy the ${what}.`)
  }

  return (
    <button type="button" className={styles['copy']} onClick={() => void copy()}>
      {outcome === 'Copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      {outcome ?? 'Copy'}
      <VisuallyHidden> {what}</VisuallyHidden>
    </button>
  )
}

async function writeText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
