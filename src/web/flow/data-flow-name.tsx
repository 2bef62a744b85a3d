import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { screenHistory } from '../ui/screen-history.ts'

type DataFlowNameProps = { id?: string; href: string; className?: string | undefined; children: ReactNode }

/** The name of a source or destination, which leads to where it stands. In a host's frame it stands nowhere. */
export function DataFlowName({ href, ...name }: DataFlowNameProps) {
  // It may be given the focus all the same: by what shows more of them.
  return screenHistory().hasEveryScreen ? <Link href={href} {...name} /> : <span tabIndex={-1} {...name} />
}
