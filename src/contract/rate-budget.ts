import * as z from 'zod/mini'
import { timeSchema } from './verdict.ts'

/** What a credential may still ask its provider in the current time window, as far as the asked instance knows. */
export const rateBudgetSchema = z.object({
  /** Calls a window. */
  limit: z.int(),
  remaining: z.int(),
  resetsAt: timeSchema,
})
export type RateBudget = z.infer<typeof rateBudgetSchema>
