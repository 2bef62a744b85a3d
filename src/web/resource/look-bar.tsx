import { Link } from 'wouter'
import type { Refusal } from '../credential-access/refusal.ts'
import { BottomBar } from '../flow/bottom-bar.tsx'
import { dataFlowsPath } from '../flow/paths.ts'
import { buttonClass } from '../ui/button.tsx'

/** For whoever may look, and not change anything: why, and the way back. */
export function LookBar({ refusal }: { refusal: Refusal }) {
  return (
    <BottomBar
      actions={
        <Link className={buttonClass('secondary')} href={dataFlowsPath}>
          Back
        </Link>
      }
    >
      <span id={refusal.id}>{refusal.words}</span>
    </BottomBar>
  )
}
