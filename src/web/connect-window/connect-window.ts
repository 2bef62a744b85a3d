import type { WindowProblem } from '../../contract/oauth.ts'
import './connect-window.css'

const words: Record<WindowProblem, { title: string; text: string }> = {
  expired: {
    title: 'This answer came too late.',
    text: 'No form waits for it any more, and nothing was stored. Go back to Latchkey, and press Connect again.',
  },
  used: {
    title: 'This answer was used before.',
    text: 'It works once. If the form does not show a workspace, go back to Latchkey, and press Connect again.',
  },
  other_browser: {
    title: 'This answer belongs to another browser.',
    text: 'It is good only in the browser in which Connect was pressed. Nothing was stored: press Connect again there, and stay in the window that opens.',
  },
  unreadable: {
    title: 'This is no answer of a provider’s.',
    text: 'Nothing was stored. Go back to Latchkey, and press Connect again.',
  },
}

/**
 * The page in the window that goes to a provider: there while the form makes the way (it sends the window on), and again when
 * it has come back. All there is to say the form says; here stands what belongs to no form, and what to do where this window
 * cannot close itself.
 */
const query = new URLSearchParams(location.search)
const problem = query.get('problem')
if (problem !== null) say(problemWords(problem))
else if (query.get('came') === 'back') {
  say({ title: 'You are back.', text: 'Close this window: the form you came from goes on.' })
  window.close()
} else if (window.opener === null) {
  say({ title: 'This window belongs to a form.', text: 'Press Connect in Latchkey, and it opens again.' })
}

function problemWords(code: string): { title: string; text: string } {
  const known = Object.hasOwn(words, code) ? (code as WindowProblem) : 'unreadable'
  return words[known]
}

function say({ title, text }: { title: string; text: string }): void {
  const [heading, paragraph] = ['title', 'text'].map((id) => document.querySelector(`#${id}`))
  if (heading) heading.textContent = title
  if (paragraph) paragraph.textContent = text
}
