import { closeLeaks } from '../close-leaks.ts'

// As in Latchkey's own main: before anything else.
closeLeaks()
const { runCommand } = await import('./command.ts')

// A full disk, or a reader that left: without a listener it would end in a stack.
process.stdout.once('error', () => {
  process.stderr.write('latchkey: What was asked for could not be written to standard output.\n')
  process.exit(1)
})
process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  clock: () => new Date(),
  stdout: process.stdout,
  stderr: process.stderr,
})
