import type { ButtonHTMLAttributes, Ref } from 'react'
import styles from './tile-menu.module.css'

type TileMenuButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  credentialName: string
  ref?: Ref<HTMLButtonElement>
}

/** Three dots, drawn as one path: there is one on each of the dozens of tiles on the page. */
export function TileMenuButton({ credentialName, ...rest }: TileMenuButtonProps) {
  return (
    <button
      aria-haspopup="menu"
      {...rest}
      type="button"
      className={styles['button']}
      aria-label={`Actions for ${credentialName}`}
    >
      <svg width={18} height={18} viewBox="0 0 24 24" aria-hidden="true">
        <path d="M5 12h.01M12 12h.01M19 12h.01" />
      </svg>
    </button>
  )
}
