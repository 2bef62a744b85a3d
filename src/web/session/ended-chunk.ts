/** What is needed once a session is over: one chunk, so that whoever is asked has something to answer by. */
export { askForSession } from './ask-for-session.ts'
export { SignInAgain } from './sign-in-again.tsx'
