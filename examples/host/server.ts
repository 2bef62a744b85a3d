import { readFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'

/** Who is signed in at this product. Yours asks its own session; here it is always Ada. */
const signedIn = { tenant: 'acme', user: { id: 'ada', name: 'Ada Okafor' } }

interface HostSettings {
  /** Latchkey's origin. */
  latchkey: string
  /** A host key, which names this server's origin. */
  key: string
  /** This server's own. */
  origin: string
}

/** A product that shows Latchkey in its page: all that its server has to do. */
export function createHost({ latchkey, key, origin }: HostSettings): Server {
  const ask = (path: string, body?: object): Promise<Response> =>
    fetch(latchkey + path, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })

  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin)
    const call = `${request.method} ${pathname}`
    if (call === 'POST /session') {
      // For this user, this purpose, this page. The token that comes back is the page's: it works once, for five minutes.
      return void passOn(response, ask('/v1/sessions', { ...signedIn, purpose: 'source', origin }))
    }
    if (call.startsWith('GET /credentials/')) {
      // The page says what was chosen. Whether this user's tenant has such a credential, Latchkey says.
      return void passOn(response, ask(`/v1/tenants/${signedIn.tenant}/credentials/${pathname.split('/')[2]}`))
    }
    const [name, type] = files[call] ?? []
    if (!name) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policyFor(latchkey) })
    response.end(readFileSync(new URL(name, import.meta.url), 'utf8').replaceAll('%LATCHKEY%', latchkey))
  })
}

const files: Record<string, [name: string, type: string]> = {
  'GET /': ['page.html', 'text/html; charset=utf-8'],
  'GET /page.css': ['page.css', 'text/css'],
  'GET /page.js': ['page.js', 'text/javascript'],
}

/** As strict as can be: of Latchkey's, it lets in the script and the frame. */
function policyFor(latchkey: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${latchkey}`,
    `frame-src ${latchkey}`,
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

async function passOn(response: ServerResponse, asking: Promise<Response>): Promise<void> {
  try {
    const answer = await asking
    const body = await answer.text()
    response.writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body)
  } catch {
    response.writeHead(502, { 'content-type': 'application/json' }).end('{"title":"Latchkey does not answer."}')
  }
}
