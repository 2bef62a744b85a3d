import type { ReactNode, RefObject } from 'react'
import type { Connector, Guide as GuideOfConnector } from '../../contract/connector.ts'
import { Guide } from './guide.tsx'
import styles from './secret-form.module.css'
import { useSaveShortcut } from './use-save-shortcut.ts'

type SecretFormProps = {
  connector: Connector
  /** In the place of the connector's own. */
  guide?: GuideOfConnector | undefined
  isBusy: boolean
  onSubmit: () => void
  footer: ReactNode
  /** Its fields, in the order in which they are filled in. */
  children: ReactNode
  ref: RefObject<HTMLFormElement | null>
}

/** A form that takes a secret: its fields, the guide beside them, and a footer that stays. */
export function SecretForm({ connector, guide, isBusy, onSubmit, footer, children, ref }: SecretFormProps) {
  useSaveShortcut(ref)
  return (
    <form
      ref={ref}
      className={styles['form']}
      noValidate
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <div className={styles['body']}>
        <div className={styles['fields']}>{children}</div>
        <Guide connector={connector} guide={guide} />
      </div>
      {footer}
    </form>
  )
}
