/** Folds case for text in any script, ß and the final sigma included; what compares equal, reads alike. */
export function foldCase(text: string): string {
  return text.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}
