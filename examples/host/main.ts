import { createHost } from './server.ts'

// `npm run example` sets these; docs/embedding.md says how to make a key.
const { LATCHKEY_URL: latchkey = 'http://127.0.0.1:4680', LATCHKEY_HOST_KEY: key, PORT: port = '4690' } = process.env
if (!key) throw new Error('LATCHKEY_HOST_KEY is not set')
const origin = `http://localhost:${port}`
createHost({ latchkey, key, origin }).listen(Number(port), 'localhost', () => {
  console.log(`The product that shows it: ${origin}`)
})
