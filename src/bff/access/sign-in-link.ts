import { Secret } from '../vault/secret.ts'
import { localPrincipal } from './principal.ts'
import type { Sessions } from './sessions.ts'

/**
 * What signs in whoever works on this machine, once. The token is a fragment: no browser sends it in a request, so that
 * no log and no proxy sees it.
 */
export async function makeSignInLink(sessions: Pick<Sessions, 'issue'>, publicUrl: URL): Promise<Secret> {
  const { token } = await sessions.issue({ ...localPrincipal(), signIn: 'link', pageOrigin: null, hostKeyId: null })
  return new Secret(`${publicUrl.origin}/#sign-in=${token.reveal()}`)
}
