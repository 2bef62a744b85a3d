import styles from './connector-mark.module.css'

/** A connector's logo, from `public/connectors/{id}.svg`. The connector's name stands beside it, so it has no text. */
export function ConnectorMark({ connector, size = 32 }: { connector: string; size?: number }) {
  return (
    <img
      className={styles['mark']}
      src={`/connectors/${encodeURIComponent(connector)}.svg`}
      alt=""
      width={size}
      height={size}
    />
  )
}
