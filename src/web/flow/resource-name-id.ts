const PREFIX = 'name-'

/** The element that names a resource, and takes the focus for it. */
export function resourceNameId(id: string): string {
  return PREFIX + id
}

/** The resource that an element names; null for any other element. */
export function resourceOfNameId(elementId: string): string | null {
  return elementId.startsWith(PREFIX) ? elementId.slice(PREFIX.length) : null
}
