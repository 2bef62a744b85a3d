const placeholder = /\{([^{}/]*)\}/gu

/** What stands in braces in a path, for a person to fill in: `contact_id` of `/contacts/{contact_id}`. */
export function placeholdersOf(path: string): string[] {
  return [...path.matchAll(placeholder)].map(([, name = '']) => name)
}

/** A text in its parts, in order: what stands in braces, and what does not. */
export function splitAtPlaceholders(text: string): { at: number; text: string; isPlaceholder: boolean }[] {
  let at = 0
  return text
    .split(/(\{[^{}/]*\})/u)
    .map((part, index) => {
      const begin = at
      at += part.length
      return { at: begin, text: part, isPlaceholder: index % 2 === 1 }
    })
    .filter((part) => part.text !== '')
}

/** What a path has where its template has braces, by their names; empty where it has them still. */
export function readFilled(template: string, path: string): Record<string, string> {
  const names = placeholdersOf(template)
  const pattern = template
    .split(placeholder)
    // Every other part is a placeholder's name.
    .map((part, index) => (index % 2 === 1 ? '([^/]*)' : part.replaceAll(/[$()*+.?[\\\]^{|}]/gu, '\\$&')))
    .join('')
  const found = new RegExp(`^${pattern}$`, 'u').exec(path)
  return Object.fromEntries(
    names.map((name, index) => {
      const part = found?.[index + 1] ?? ''
      return [name, part === `{${name}}` ? '' : decode(part)]
    }),
  )
}

/** A template's path with what was filled in, each as one segment (RFC 3986, 3.3); braces stay where nothing was. */
export function fillIn(template: string, filled: Readonly<Record<string, string>>): string {
  return template.replaceAll(
    placeholder,
    (braces, name: string) => encodeURIComponent((filled[name] ?? '').toWellFormed()) || braces,
  )
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
