/** What a provider's refusal of this status means for the one who configures, and what to do about it. */
export function refusalWords(status: number, provider: string): string {
  if (status >= 500) return `This is ${provider}’s own trouble. Try again later.`
  return words[status]?.(provider) ?? `${provider} refused this request. What it says about it may help.`
}

const words: Record<number, ((provider: string) => string) | undefined> = {
  400: (provider) => `${provider} cannot read this request. Check the names and values in it.`,
  401: (provider) =>
    `${provider} does not accept the credential’s token. Check the credential, then replace its token or reconnect it.`,
  402: (provider) => `The workspace’s plan with ${provider} does not have this.`,
  403: (provider) => `The token may not do this. Give its app the permission at ${provider}.`,
  404: () => 'There is nothing at this address. Check the path, and what was filled in.',
  405: (provider) => `${provider} does not have this method for this path.`,
  409: (provider) => `This is at odds with what ${provider} has: a record may be there already.`,
  413: () => 'The record is too large.',
  415: (provider) => `${provider} does not take this content format here.`,
  422: (provider) => `${provider} understood the request, and cannot do it. Check the values in it.`,
  429: () => 'The workspace’s calls of this time window are used up. Wait some seconds, and test again.',
}
