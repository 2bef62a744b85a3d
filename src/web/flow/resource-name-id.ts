/** The element that names a resource, and takes the focus for it. */
export function resourceNameId(id: string): string {
  return `name-${id}`
}
