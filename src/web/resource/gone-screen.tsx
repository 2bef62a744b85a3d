import { Link } from 'wouter'
import { dataFlowsPath } from '../flow/paths.ts'
import { Screen } from '../flow/screen.tsx'

/** What there is at the address of one that was removed. */
export function GoneScreen() {
  return (
    <Screen
      title="This data flow is gone"
      pageTitle="Gone"
      sentence="The source or destination was removed, or its address is wrong."
    >
      <p>
        <Link href={dataFlowsPath}>Go to Data flows</Link>
      </p>
    </Screen>
  )
}
