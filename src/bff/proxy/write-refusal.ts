import type { IncomingMessage, ServerResponse } from 'node:http'
import { PROBLEM_MEDIA_TYPE } from '../../contract/problem.ts'
import { toProblem } from '../http/problem.ts'
import { drain } from './caller-body.ts'
import type { CallRefusal } from './provider-call.ts'

/** A problem that a caller can tell from the provider's own errors, by `Proxy-Status` (RFC 9209). */
export function writeRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { refusal, error, retryAfter, allow }: CallRefusal,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.destroyed || response.headersSent) return
  const problem = toProblem(refusal)
  const body = JSON.stringify(problem)
  response.writeHead(problem.status, {
    'content-type': PROBLEM_MEDIA_TYPE,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'proxy-status': `latchkey; error=${error}`,
    ...(refusal.code === 'key_invalid' && { 'www-authenticate': 'Bearer' }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(allow !== undefined && { allow }),
    ...headers,
  })
  response.end(body)
  if (!request.readableEnded) drain(request)
}
