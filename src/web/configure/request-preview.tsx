import { Fragment, useId } from 'react'
import type { ComposedRequest } from './compose-request.ts'
import { splitAtPlaceholders } from './path-placeholders.ts'
import styles from './request-preview.module.css'

/** A request as it will be sent, the secret as dots. */
export function RequestPreview({ request }: { request: ComposedRequest }) {
  const id = useId()
  const { method, url, headers, body } = request
  return (
    <section className={styles['preview']} aria-labelledby={`${id}-title`}>
      <h2 className={styles['title']} id={`${id}-title`}>
        Request
      </h2>
      <p className={styles['line']}>
        <strong>{method}</strong> <Url url={url} />
      </p>
      <ul className={styles['headers']} aria-label="Headers">
        {headers.map(({ name, value }, index) => (
          // A header may stand there twice.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={styles['line']}>
            <span className={styles['name']}>{name}:</span> {value}
          </li>
        ))}
      </ul>
      {body !== null && (
        // Scrolls by itself, and so has to be reachable without a mouse.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className={styles['body']} role="region" aria-label="Body" tabIndex={0}>
          {body}
        </pre>
      )}
    </section>
  )
}

/** What is still to be filled in stands out. */
function Url({ url }: { url: string }) {
  return splitAtPlaceholders(url).map(({ at, text, isPlaceholder }) =>
    isPlaceholder ? (
      <mark key={at} className={styles['open']}>
        {text}
      </mark>
    ) : (
      <Fragment key={at}>{text}</Fragment>
    ),
  )
}
