/** Where the provider's sign-in comes back to, in a window of its own. */
export const signedInPath = '/signed-in'

/** Where one is after signing out. */
export const signedOutPath = '/signed-out'
