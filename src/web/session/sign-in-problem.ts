import { signedInPath } from './session-paths.ts'

/** Why a sign-in at the OpenID provider led to no session, as the way back from there says it. Null for none. */
export function signInProblem(): string | null {
  if (location.pathname !== signedInPath) return null
  const problem = new URLSearchParams(location.search).get('problem')
  if (problem === null) return null
  return words.get(problem) ?? 'It did not work.'
}

const words = new Map([
  ['denied', 'The provider did not let you in.'],
  ['expired', 'It took too long, or came back to another browser than it began in.'],
  ['provider', 'The provider could not be asked, or gave an answer that proves nothing.'],
  ['claims', 'The provider did not say to which organisation you belong. Whoever runs it has to add that.'],
])
