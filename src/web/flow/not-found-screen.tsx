import { Link } from 'wouter'
import { dataFlowsPath } from './paths.ts'
import { Screen } from './screen.tsx'

export function NotFoundScreen() {
  return (
    <Screen title="There is nothing here" pageTitle="Not found" sentence="No page of Latchkey has this address.">
      <p>
        <Link href={dataFlowsPath}>Go to Data flows</Link>
      </p>
    </Screen>
  )
}
