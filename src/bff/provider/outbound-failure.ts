/** `forbidden`: Latchkey itself would not go there. `broken`: the connection ended in the middle, or spoke no HTTP. */
export interface OutboundFailure {
  kind: 'failed'
  reason: 'dns' | 'refused' | 'forbidden' | 'tls' | 'timeout' | 'broken' | 'too_large'
}

export const PRIVATE_ADDRESS = 'PRIVATE_ADDRESS'

/** What an error says of the way to a provider. The error itself goes no further: undici's messages can quote a header. */
export function toReason(error: unknown): OutboundFailure['reason'] {
  const code = readCode(error)
  if (code === PRIVATE_ADDRESS) return 'forbidden'
  if (/^(ENOTFOUND|EAI_|ENODATA)/u.test(code)) return 'dns'
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES)/u.test(code)) return 'refused'
  if (/TIMEOUT|ETIMEDOUT/u.test(code)) return 'timeout'
  if (/CERT|SSL|TLS|EPROTO|SIGNATURE|ISSUER|CHAIN/u.test(code)) return 'tls'
  return 'broken'
}

function readCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return readCode(error.errors[0])
  return readCode(error.cause)
}
