/** Undefined for what is not JSON: the error of `JSON.parse` quotes its input, which may be a secret; so there is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
