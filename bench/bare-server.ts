import { createServer } from 'node:http'

/** The baseline of a start: Node's own server with nothing behind it. */
const server = createServer((_request, response) => response.end('ok'))

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.send?.(`http://127.0.0.1:${address.port}`)
})
