// The sandbox as a child process: tells its parent where it listens, and ends with it. It prints nothing, since its
// tokens are for whoever asks the parent.
import { createSandbox } from './sandbox.ts'

// The kernel closes the channel however the parent ends, kill -9 included.
process.on('disconnect', () => process.exit(0))
// A terminal's Ctrl-C reaches the parent too, which may still have calls to finish here.
process.on('SIGINT', () => {})

const given = Number(process.argv[2])
const { origins, tokens, oauthClient } = await createSandbox({ callsAWindow: given > 0 ? given : undefined })
// Without a channel, or once the parent is gone, nobody would ever end this process.
if (process.send === undefined || !process.connected) process.exit(1)
process.send({ origins, tokens, oauthClient }, undefined, undefined, (error) => {
  if (error) process.exit(1)
})
