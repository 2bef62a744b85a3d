import * as z from 'zod/mini'

/** Where a provider hosts a workspace. The provider's own word for it stands in `Account.region`. */
export const regionSchema = z.enum(['us', 'eu', 'au'])
export type Region = z.infer<typeof regionSchema>

/** What a person picks, and what a credential reads while its region is unconfirmed. */
export const regionChoiceSchema = z.enum(['auto', 'us', 'eu', 'au'])
export type RegionChoice = z.infer<typeof regionChoiceSchema>
