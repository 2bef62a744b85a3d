import { useEffect, useMemo, useRef } from 'react'
import { CloseButton } from '../ui/close-button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { JsonLines } from './json-lines.tsx'
import styles from './record-detail.module.css'

type RecordDetailProps = {
  /** As its row is numbered. */
  number: number
  record: unknown
  onClose: () => void
}

/** One record whole: what a cell has no room for. */
export function RecordDetail({ number, record, onClose }: RecordDetailProps) {
  const text = useMemo(() => JSON.stringify(record, null, 2), [record])
  const detail = useRef<HTMLElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    detail.current?.focus()
    return () => {
      // Who has gone on to another row or page stays there.
      if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  useEffect(() => {
    const element = detail.current
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose()
    }
    element?.addEventListener('keydown', closeOnEscape)
    return () => element?.removeEventListener('keydown', closeOnEscape)
  }, [onClose])

  return (
    <section ref={detail} className={styles['detail']} aria-label={`Row ${number}`} tabIndex={-1}>
      <div className={styles['head']}>
        <h3 className={styles['title']}>Row {number}</h3>
        <CopyButton text={text} what={`row ${number}`} />
        <CloseButton onClick={onClose} />
      </div>
      <JsonLines text={text} label={`Row ${number} as JSON`} />
    </section>
  )
}
