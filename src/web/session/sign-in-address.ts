import { endpoints } from '../../contract/endpoints.ts'

/** Where an OpenID provider's sign-in begins, and the path that it comes back to. */
export function signInAddress(path: string): string {
  return `${endpoints.signIn}?${new URLSearchParams({ return: path })}`
}
