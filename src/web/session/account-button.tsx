import type { ButtonHTMLAttributes, Ref } from 'react'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import styles from './account-button.module.css'

type AccountButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  name: string
  ref?: Ref<HTMLButtonElement>
}

export function AccountButton({ name, ...rest }: AccountButtonProps) {
  return (
    <button aria-haspopup="menu" {...rest} type="button" className={styles['button']}>
      <VisuallyHidden>Account: </VisuallyHidden>
      <span className={styles['initial']} aria-hidden="true">
        {String.fromCodePoint(name.codePointAt(0) ?? 0x20)}
      </span>
      <bdi className={styles['name']}>{name}</bdi>
    </button>
  )
}
