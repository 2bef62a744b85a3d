import type { Misbehaviour } from './misbehaviours.ts'

/** What goes over the wire, `after` milliseconds, or how the wire is mistreated. */
export type Answer =
  | { status: number; headers: Readonly<Record<string, string>>; body: string; after?: number }
  | { misbehaviour: Misbehaviour }
