import type { Command } from 'commander'
import { createSessions } from '../access/sessions.ts'
import { makeSignInLink } from '../access/sign-in-link.ts'
import { parseConfig } from '../config.ts'
import type { CommandDependencies } from './key-commands.ts'
import { withStore } from './store-at-hand.ts'

/** `sign-in-link`: what the start prints, again. */
export function addSignInLinkCommand(
  program: Command,
  { environment, clock, stdout, stderr }: CommandDependencies,
): void {
  program
    .command('sign-in-link')
    .description('prints a link that signs in whoever works on this machine: once, within an hour')
    .action(async (_: unknown, command: Command) => {
      const config = parseConfig(environment)
      if (!Array.isArray(config) && config.signIn.kind !== 'link') command.error(refusals[config.signIn.kind])
      const link = await withStore(environment, (store, { publicUrl }) =>
        makeSignInLink(createSessions({ store, clock }), publicUrl),
      )
      stderr.write('It works once, within an hour:\n')
      stdout.write(`${link.reveal()}\n`)
    })
}

const refusals = {
  none: 'While the sandbox runs nobody is asked to sign in.',
  openid: 'People sign in at the OpenID provider here.',
}
