import type { RefObject } from 'react'
import { Notice } from '../ui/notice.tsx'

export function GoneNotice({ name, ref }: { name: string; ref: RefObject<HTMLDivElement | null> }) {
  return (
    <Notice ref={ref} tone="bad" title="This credential is no longer there.">
      <p>
        Somebody deleted “<bdi>{name}</bdi>” meanwhile. Nothing was replaced: restore it first, or add the token as a
        new credential.
      </p>
    </Notice>
  )
}
