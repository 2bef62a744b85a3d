import type { Trouble } from './embedding.ts'

/** Whatever the person can do about it, the page around the frame is the one they know. */
export const troubleWords = {
  session_refused: {
    title: 'You could not be signed in here.',
    text: 'This page’s sign-in was not accepted: it may have run out. Try again, or reload the page.',
  },
  no_answer: {
    title: 'Latchkey did not answer.',
    text: 'Check your connection and try again.',
  },
  broken: {
    title: 'Something went wrong here.',
    text: 'Trying again loads this part of the page anew. What was typed in it is lost.',
  },
} as const satisfies Record<Trouble, { title: string; text: string }>
