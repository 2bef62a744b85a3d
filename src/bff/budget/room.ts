/** A person who waits goes before a data flow, and never quite keeps one from its turn. */
export type Priority = 'interactive' | 'flow'

/** Whether there is room for a call; where there is none, when to ask again, in milliseconds since 1970. */
export type Room = { kind: 'room' } | { kind: 'spent'; resetsAt: number } | { kind: 'stopping' }

export interface RoomRequest {
  priority: Priority
  /** Milliseconds that the caller is ready to be held; with 0 only while it is not known whether there is room. */
  patience: number
  /** The caller left. */
  signal: AbortSignal
}
