/** What is needed where nobody is signed in, and when that changes: one chunk. */
export { openByLink } from './open-by-link.ts'
export { SignIn } from './sign-in.tsx'
export { takeNews } from './take-news.ts'
