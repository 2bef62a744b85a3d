import type { Method } from '../../contract/connector.ts'

/** What a credential works by, in a sentence: a token that somebody typed in, or what the provider itself gave. */
export const secretNouns = { access_token: 'token', oauth: 'connection' } as const satisfies Record<Method, string>

export type SecretNoun = (typeof secretNouns)[Method]
