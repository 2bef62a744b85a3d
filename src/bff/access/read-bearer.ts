/** RFC 6750, 2.1: the scheme in any case (RFC 9110, 11.1), spaces, a token. Null for anything else. */
export function readBearer(authorization: string | undefined): string | null {
  return /^bearer +([\w.~+/-]+=*)$/iu.exec(authorization ?? '')?.[1] ?? null
}
