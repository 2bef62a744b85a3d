export type Total = { count: number; isAtLeast: boolean }

/** How many credentials there are, or how many were found among them. Counting stops somewhere where it is dear. */
export function totalInWords({ count, isAtLeast }: Total, isNarrowed: boolean): string {
  // Not by Intl, whose first number takes a slow telephone 80 ms.
  const number = String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',')
  const orMore = isAtLeast ? ' or more' : ''
  if (isNarrowed) return count === 0 ? 'None found' : `${number}${orMore} found`
  return count === 1 && !isAtLeast ? '1 credential' : `${number}${orMore} credentials`
}
