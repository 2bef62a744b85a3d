import type { Answer } from './answer.ts'

/** What may go wrong once somebody has consented, as the page names it. */
export const faults = {
  none: 'Everything works',
  wrong_code: 'The code is one that Intercom does not know',
  old_code: 'The code is too old',
  token_down: 'The token endpoint is down',
  token_hanging: 'The token endpoint hangs',
  token_html: 'The token endpoint answers with a page',
  token_garbage: 'The token endpoint answers with garbage',
  token_redirect: 'The token endpoint redirects elsewhere',
  page_error: 'Intercom’s page itself fails',
} as const

export type Fault = keyof typeof faults

export function isFault(text: string): text is Fault {
  return Object.hasOwn(faults, text)
}

/** How the token endpoint misbehaves then. */
export const tokenFaults: Partial<Record<Fault, Answer>> = {
  token_down: { status: 503, headers: {}, body: '' },
  token_hanging: { misbehaviour: 'hanging' },
  token_html: { misbehaviour: 'html_403' },
  token_garbage: { misbehaviour: 'garbage' },
  token_redirect: { misbehaviour: 'redirect' },
}
