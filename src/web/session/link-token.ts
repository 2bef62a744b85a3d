const MARK = '#sign-in='

/** The one-time token in a link's fragment, which is never sent to a server; null where there is none. */
export function tokenOfLink(link: string): string | null {
  const at = link.indexOf(MARK)
  return at < 0 ? null : link.slice(at + MARK.length).trim()
}

/** Takes the token out of the address: it is not to be seen there, nor to stay in the history. */
export function takeTokenOfAddress(): string | null {
  const token = tokenOfLink(location.hash)
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return token
}
