import type { ToldBudget } from '../connectors/connector.ts'

/** One call to a provider with a credential, as it is counted: nothing of what was said. */
export interface CredentialUse {
  tenantId: string
  credentialId: string
  connector: string
  /** Null for a test out of the browser. */
  keyId: string | null
  /** The provider's status; null where it did not answer. */
  status: number | null
  bytesSent: number
  bytesReceived: number
  /** Milliseconds to the head of the answer, or to its failing. */
  latency: number
  budget: ToldBudget | null
}

/** Counts a call. Adds to what is in memory, and never waits for the store. */
export type CountUse = (use: CredentialUse) => void
