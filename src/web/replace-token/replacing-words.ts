import type { Method } from '../../contract/connector.ts'

type ReplacingWords = {
  /** The button that does it. */
  confirm: string
  /** What is replaced. */
  inUse: string
  /** What becomes of it. */
  promise: string
  footnote: string
  cancelled: string
  /** After somebody's look at what somebody else has changed. */
  notYet: string
  /** What somebody else may have changed. */
  changed: string
  /** What to do where the credential is gone. */
  gone: string
}

/** *Replace token*, and *Reconnect* where the provider itself gives the token: the same, in the words of each. */
export const replacingWords: Record<Method, ReplacingWords> = {
  access_token: {
    confirm: 'Replace token',
    inUse: 'The token in use',
    promise: 'It serves until the new one has passed its check and is sealed. Then it is erased.',
    footnote: 'Sealed on replacing; never shown again.',
    cancelled: 'Cancelled. If it was replaced all the same, its history says so.',
    notYet: 'Nothing is replaced yet.',
    changed: 'Its name, its description or its token',
    gone: 'Nothing was replaced: restore it first, or add the token as a new credential.',
  },
  oauth: {
    // What the provider's page is opened by says "Connect": two of that kind would be one too many.
    confirm: 'Save',
    inUse: 'The connection in use',
    promise: 'It serves until the new one has passed its check and is sealed. Then it is erased.',
    footnote: 'Sealed on saving; never shown.',
    cancelled: 'Cancelled. If it was saved all the same, its history says so.',
    notYet: 'Nothing is saved yet.',
    changed: 'Its name, its description or its connection',
    gone: 'Nothing was saved: restore it first, or connect the workspace as a new credential.',
  },
}
