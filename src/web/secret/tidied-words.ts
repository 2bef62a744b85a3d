import type { PasteResidue } from '../../contract/access-token.ts'

const words: [PasteResidue, string][] = [
  ['white_space', 'white space'],
  ['quotes', 'quotes'],
  ['zero_width', 'invisible characters'],
  ['bearer', 'the word “Bearer”'],
]

/** Says what was removed around a token; nothing where nothing was. */
export function tidiedWords(removed: PasteResidue[]): string {
  const said = words.filter(([residue]) => removed.includes(residue)).map(([, word]) => word)
  const last = said.at(-1)
  if (last === undefined) return ''
  const list = said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${last}` : last
  const isOne = said.length === 1 && !last.endsWith('s')
  return `${list.charAt(0).toUpperCase()}${list.slice(1)} around the token ${isOne ? 'was' : 'were'} removed.`
}
