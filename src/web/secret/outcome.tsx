import { AccountCard } from './account-card.tsx'
import { SecretSetback } from './secret-setback.tsx'
import { SetbackNotice } from './setback-notice.tsx'

/** All that is shown only once Latchkey has answered: it is fetched while a secret is entered, in one piece. */
export const outcomeParts = { AccountCard, SecretSetback, SetbackNotice }
