import { dataFlowsPath } from '../flow/paths.ts'
import { signedInPath, signedOutPath } from './session-paths.ts'

/** Where to go on after signing in: where one is, or where one wanted to be when it did not work. */
export function returnPath(): string {
  const { pathname, search } = location
  if (pathname === signedInPath) return new URLSearchParams(search).get('return') ?? dataFlowsPath
  return pathname === signedOutPath ? dataFlowsPath : pathname + search
}
