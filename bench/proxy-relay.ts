import { createServer } from 'node:http'
import { Agent, type Dispatcher } from 'undici'

/**
 * The baseline of the proxy: a bare relay that puts one token on each request and streams the answer, on Node's own server
 * and undici's fastest interface. It checks nothing, counts nothing, and has neither a deadline nor a second try.
 */
const origin = process.env['PROVIDER'] ?? ''
const authorization = `Bearer ${process.env['TOKEN'] ?? ''}`
const agent = new Agent()

const server = createServer((incoming, outgoing) => {
  const { url: path = '/', method, headers: given } = incoming
  const { host: _host, connection: _connection, 'transfer-encoding': encoding, ...headers } = given
  const hasBody = encoding !== undefined || given['content-length'] !== undefined
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(controller) {
      outgoing.once('close', () => {
        if (!outgoing.writableFinished) controller.abort(new Error('The caller left'))
      })
      outgoing.on('drain', () => controller.resume())
    },
    onResponseStart(
      _controller,
      status,
      { connection: _own, 'keep-alive': _for, 'transfer-encoding': _by, ...answer },
    ) {
      outgoing.writeHead(status, answer)
    },
    onResponseData(controller, chunk) {
      if (!outgoing.write(chunk)) controller.pause()
    },
    onResponseEnd() {
      outgoing.end()
    },
    onResponseError() {
      outgoing.destroy()
    },
  }
  agent.dispatch(
    {
      origin,
      path,
      method: method as Dispatcher.HttpMethod,
      headers: { ...headers, authorization },
      body: hasBody ? incoming : null,
    },
    handler,
  )
})
server.keepAliveTimeout = 60_000

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.send?.(`http://127.0.0.1:${address.port}`)
})
