import type { ButtonHTMLAttributes, RefObject } from 'react'
import styles from './button.module.css'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  variant?: ButtonVariant
  ref?: RefObject<HTMLButtonElement | null>
}

/** A button that submits nothing unless asked to. */
export function Button({ variant = 'secondary', type = 'button', className, ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={buttonClass(variant, className)} />
}

/** The looks of a button, for a link that starts something. */
export function buttonClass(variant: ButtonVariant, className?: string): string {
  return [styles['button'], styles[variant], className].filter(Boolean).join(' ')
}
