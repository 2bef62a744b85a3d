import type { Keyring } from '../vault/keyring.ts'
import type { Secret } from '../vault/secret.ts'
import type { AuthorizationProof } from './oauth-provider.ts'

/** All of it comes from the state by the keyring: nothing that proves anything rests in the store. */
export function toProof(keyring: Keyring, state: Secret): AuthorizationProof {
  return {
    state: state.reveal(),
    codeVerifier: keyring.hash(
      'oauth',
      state.map((text) => `verifier\n${text}`),
    ),
  }
}
