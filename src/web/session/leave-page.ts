/** Ways out of the page, which take everything with them that it has in memory. */
export const leavePage = {
  reload: () => location.reload(),
  goTo: (address: string) => location.replace(address),
}
