import type { Writable } from 'node:stream'
import type { Command } from 'commander'
import * as z from 'zod/mini'
import { NAME_LENGTH, nameSchema } from '../../contract/text.ts'
import { localPrincipal } from '../access/principal.ts'
import { connectors, findConnector } from '../connectors/registry.ts'
import { createKey } from '../key/create-key.ts'
import { revokeKey } from '../key/revoke-key.ts'
import { listKeys } from '../store/data-plane-keys.ts'
import { toKeyTable } from './key-table.ts'
import { withStore } from './store-at-hand.ts'

export interface CommandDependencies {
  environment: Readonly<Record<string, string | undefined>>
  clock(): Date
  /** For what was asked for, and nothing else: scripts read it. */
  stdout: Writable
  stderr: Writable
}

/** `keys create`, `keys list`, `keys revoke`. What a person wrote is not quoted back: it may be a key, pasted. */
export function addKeyCommands(program: Command, { environment, clock, stdout, stderr }: CommandDependencies): void {
  const known = connectors.map(({ connector }) => connector.id).join(', ')
  const principal = localPrincipal()
  const keys = program.command('keys').description('the keys with which data flows use the proxy')

  keys
    .command('create')
    .description('makes a key, and prints it on standard output, this once')
    .requiredOption('--name <name>', 'what it is called, as no other key in use is')
    .requiredOption('--connector <id>', `whose credentials it may use: ${known}`)
    .action(async (options: unknown, command: Command) => {
      const { name: wanted, connector } = createOptionsSchema.parse(options)
      const { data: name } = nameSchema.safeParse(wanted)
      if (name === undefined) command.error(`A name is one line of 1 to ${NAME_LENGTH} characters, and can be seen.`)
      if (!findConnector(connector)) command.error(`There is no such connector. There are: ${known}.`)
      const created = await withStore(environment, (store) =>
        createKey({ store, clock }, { principal, name, connector }),
      )
      if (!created) command.error('Another key in use has this name. Revoke that one first, or take another name.')
      stderr.write(`The key ${created.id} was made. It is not shown again:\n`)
      stdout.write(`${created.text.reveal()}\n`)
    })

  keys
    .command('list')
    .description('lists the keys, revoked ones as well, without what they are')
    .option('--json', 'as JSON')
    .action(async (options: unknown) => {
      const { json } = listOptionsSchema.parse(options)
      const listed = await withStore(environment, ({ database }) => listKeys(database, principal.tenantId))
      if (json) stdout.write(`${JSON.stringify(listed, null, 2)}\n`)
      else if (listed.length > 0) stdout.write(toKeyTable(listed))
      else stderr.write('There is no key yet.\n')
    })

  keys
    .command('revoke')
    .description('ends a key for good: every Latchkey on the store refuses it within a second')
    .argument('<id-or-name>')
    .action(async (idOrName: string, _: unknown, command: Command) => {
      const revoked = await withStore(environment, (store) => revokeKey({ store, clock }, { principal, idOrName }))
      if (!revoked) command.error('No key in use has this id or name. `keys list` shows those there are.')
      stderr.write(`The key ${revoked.id} was revoked.\n`)
    })
}

const createOptionsSchema = z.object({ name: z.string(), connector: z.string() })
const listOptionsSchema = z.object({ json: z.optional(z.boolean()) })
