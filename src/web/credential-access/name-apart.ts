/** Somebody's name; with the id where another has the same name, since nothing else tells the two apart. */
export function nameApart(
  { id, name }: { id: string; name: string },
  among: readonly { id: string; name: string }[],
): string {
  return among.some((other) => other.name === name && other.id !== id) ? `${name} (${id})` : name
}
