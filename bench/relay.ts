import { Agent, createServer, request } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

/**
 * The baseline of a save: a bare relay that makes one GET to the provider and one synced insert for each POST, on
 * Node's own modules alone. It checks nothing, seals nothing, and remembers nothing.
 */
const provider = new URL('/me', process.env['PROVIDER'])
const database = new DatabaseSync(process.env['DATABASE'] ?? '')
database.exec('pragma journal_mode = wal; pragma synchronous = full')
database.exec('create table saved (id integer primary key, body text not null, answer text not null)')
const insert = database.prepare('insert into saved (body, answer) values (?, ?)')
const agent = new Agent({ keepAlive: true })

const server = createServer((incoming, outgoing) => {
  void readText(incoming).then((body) => {
    const { secret } = JSON.parse(body) as { secret: { accessToken: string } }
    const headers = { authorization: `Bearer ${secret.accessToken}`, 'intercom-version': '2.16' }
    request(provider, { agent, headers }, (answer) => {
      void readText(answer).then((text) => {
        insert.run(body, text)
        outgoing.writeHead(201, { 'content-type': 'application/json' }).end(text)
      })
    }).end()
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.send?.(`http://127.0.0.1:${address.port}`)
})

async function readText(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
