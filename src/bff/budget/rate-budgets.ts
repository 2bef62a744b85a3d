import type { RateBudget as ReadRateBudget } from '../../contract/rate-budget.ts'
import type { ToldBudget, UseDefinition } from '../connectors/connector.ts'

/** A person who waits goes before a data flow, and never quite keeps one from its turn. */
export type Priority = 'interactive' | 'flow'

/** Whether there is room for a call; where there is none, when to ask again, in milliseconds since 1970. */
export type Room = { kind: 'room' } | { kind: 'spent'; resetsAt: number } | { kind: 'stopping' }

export interface RoomRequest {
  priority: Priority
  /** Milliseconds that the caller is ready to be held; 0 for not at all. */
  patience: number
  /** The caller left. */
  signal: AbortSignal
}

/** What one credential may ask its provider, on this instance; shared with the others through the store. */
export interface RateBudget {
  /** Takes room for one call where this instance has some leased and nobody waits for it: the usual case, without a wait. */
  take(priority: Priority): boolean
  /** Where {@link take} found none: in turn, and no longer than the caller's patience. */
  wait(request: RoomRequest): Promise<Room>
  /** What an answer's headers told; null where it told nothing. To be called once for each room that was had. */
  learn(told: ToldBudget | null): void
  /** Null while no answer has told. */
  read(): ReadRateBudget | null
}

/** The budgets of all credentials that this instance has used lately. */
export interface RateBudgets {
  of(credentialId: string, rateLimit: UseDefinition['rateLimit']): RateBudget
  /** Callers that wait are told so at once, and no further one is held. */
  stop(): void
}
