import type { Dispatcher } from 'undici'
import type { Way } from './proxied-latchkey.ts'

/** One call, as cheap for the caller as can be, so that what is measured is what answers it. */
export function call(
  pool: Dispatcher,
  way: Way,
  path: string,
  { method = 'GET', body = null, onData }: CallOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0
    let bytes = 0
    const options = { path: `${way.prefix}${path}`, method, headers: way.headers, body }
    pool.dispatch(options, {
      onRequestStart: () => undefined,
      onResponseStart: (_controller, answered) => {
        status = answered
      },
      onResponseData: (_controller, chunk) => {
        bytes += chunk.length
        onData?.(chunk)
      },
      onResponseEnd: () => (status === 200 ? resolve(bytes) : reject(new Error(`${path} was answered ${status}`))),
      onResponseError: (_controller, error) => reject(error),
    })
  })
}

export interface CallOptions {
  method?: 'GET' | 'POST'
  body?: Dispatcher.DispatchOptions['body']
  onData?: (chunk: Buffer) => void
}
