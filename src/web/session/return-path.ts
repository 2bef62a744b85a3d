import { dataFlowsPath } from '../flow/paths.ts'
import { signedOutPath } from './session-paths.ts'

/** Where to go on after signing in: where one is. */
export function returnPath(): string {
  return location.pathname === signedOutPath ? dataFlowsPath : location.pathname + location.search
}
