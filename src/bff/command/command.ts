import { Command, CommanderError } from 'commander'
import { StartError } from '../start-error.ts'
import { addKeyCommands, type CommandDependencies } from './key-commands.ts'
import { addSignInLinkCommand } from './sign-in-link-command.ts'

/** None of the command's own words: a key or a token, pasted where a command, an option or nothing was expected. */
const LONG_WORD = /[^\s']{25,}/gu

/**
 * The command `latchkey`, on the store that the environment names, whether a Latchkey runs on it or not.
 * @returns the exit code. What stands in the way is one line on standard error, and 1.
 */
export async function runCommand(words: readonly string[], dependencies: CommandDependencies): Promise<number> {
  const { stdout, stderr } = dependencies
  const tell = (line: string): void => void stderr.write(`latchkey: ${line.trimEnd()}\n`)
  const program = new Command('latchkey')
    .description('Works on the store of the Latchkey that has the same environment.')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text) => tell(text.replace(/^error: /u, '').replaceAll(LONG_WORD, '…')),
    })
  addKeyCommands(program, dependencies)
  addSignInLinkCommand(program, dependencies)

  try {
    await program.parseAsync(words, { from: 'user' })
    return 0
  } catch (error) {
    // It has told what is wrong with the words, or has shown its help.
    if (error instanceof CommanderError) return error.exitCode
    if (!(error instanceof StartError)) throw error
    for (const line of error.message.split('\n')) tell(line)
    return 1
  }
}
