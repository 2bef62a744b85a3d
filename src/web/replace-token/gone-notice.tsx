import type { RefObject } from 'react'
import type { Credential } from '../../contract/credential.ts'
import { Notice } from '../ui/notice.tsx'
import { replacingWords } from './replacing-words.ts'

type GoneNoticeProps = {
  credential: Pick<Credential, 'name' | 'method'>
  ref: RefObject<HTMLDivElement | null>
}

export function GoneNotice({ credential: { name, method }, ref }: GoneNoticeProps) {
  return (
    <Notice ref={ref} tone="bad" title="This credential is no longer there.">
      <p>
        Somebody deleted “<bdi>{name}</bdi>” meanwhile. {replacingWords[method].gone}
      </p>
    </Notice>
  )
}
