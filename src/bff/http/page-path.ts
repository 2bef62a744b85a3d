/** A screen of this page's own. Whatever else somebody put there leads to the first one: it could be a page that plays this one. */
export function toPagePath({ origin }: URL, path = '/'): string {
  const url = URL.canParse(path, origin) ? new URL(path, origin) : null
  // `/.//evil.example` comes out as a path that a browser reads as a host.
  const isOwn = url?.origin === origin && /^\/(?!\/|api\/)/u.test(url.pathname)
  return isOwn ? `${url.pathname}${url.search}` : '/'
}
