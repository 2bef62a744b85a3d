/**
 * Folds case for text in any script; what compares equal, reads alike. Both directions, since ẞ becomes SS only by way
 * of ß. A sigma is folded wherever it stands: half a word that is searched for would otherwise end in a final one.
 */
export function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC')
}
