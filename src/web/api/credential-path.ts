/** An endpoint of one credential, its id filled in. */
export function credentialPath(endpoint: `${string}:credential${string}`, id: string): string {
  return endpoint.replace(':credential', encodeURIComponent(id))
}
