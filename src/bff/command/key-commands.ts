import type { Writable } from 'node:stream'
import type { Command } from 'commander'
import * as z from 'zod/mini'
import { localPrincipal } from '../access/principal.ts'
import { createHostKey } from '../key/create-host-key.ts'
import { createKey } from '../key/create-key.ts'
import { revokeKey } from '../key/revoke-key.ts'
import { listKeys } from '../store/data-plane-keys.ts'
import { listHostKeys } from '../store/host-keys.ts'
import { toKeyTable } from './key-table.ts'
import { withStore } from './store-at-hand.ts'
import { knownConnectors, readWantedKey } from './wanted-key.ts'

export interface CommandDependencies {
  environment: Readonly<Record<string, string | undefined>>
  clock(): Date
  /** For what was asked for, and nothing else: scripts read it. */
  stdout: Writable
  stderr: Writable
}

/** `keys create`, `keys list`, `keys revoke`. What a person wrote is not quoted back: it may be a key, pasted. */
export function addKeyCommands(program: Command, { environment, clock, stdout, stderr }: CommandDependencies): void {
  const principal = localPrincipal()
  const keys = program.command('keys').description('the keys of data flows, and those of products that embed Latchkey')

  keys
    .command('create')
    .description('makes a key, and prints it on standard output, this once')
    .requiredOption('--name <name>', 'what it is called, as no other key in use is')
    .option(
      '--connector <id>',
      `whose credentials it is for: ${knownConnectors}; a host key’s are all if left out`,
      add,
    )
    .option('--tenant <id>', 'the tenant it is for: "local" if left out, or any but that for a host key')
    .option('--host <origin>', 'makes a host key: the origin of a page that may show Latchkey; may be repeated', add)
    .option('--role <role>', 'the most that a host key’s sessions may be: admin, if left out, or member')
    .action(async (options: unknown, command: Command) => {
      const wanted = readWantedKey(options, (line) => command.error(line))
      const created = await withStore(environment, (store) => {
        if (wanted.kind === 'host') return createHostKey({ store, clock }, { principal, ...wanted })
        const owner = { ...principal, tenantId: wanted.tenantId ?? principal.tenantId }
        return createKey({ store, clock }, { principal: owner, name: wanted.name, connector: wanted.connector })
      })
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
      const listed = await withStore(environment, async ({ database }) => [
        ...(await listKeys(database)),
        ...(await listHostKeys(database)),
      ])
      if (json) stdout.write(`${JSON.stringify(listed, null, 2)}\n`)
      else if (listed.length > 0) stdout.write(toKeyTable(listed))
      else stderr.write('There is no key yet.\n')
    })

  keys
    .command('revoke')
    .description('ends a key for good, and a host key’s sessions with it; every Latchkey refuses it within a second')
    .argument('<id-or-name>')
    .action(async (idOrName: string, _: unknown, command: Command) => {
      const revoked = await withStore(environment, (store) => revokeKey({ store, clock }, { principal, idOrName }))
      if (revoked === 'unknown') command.error('No key in use has this id or name. `keys list` shows those there are.')
      if (revoked === 'ambiguous') command.error('Several keys in use have this name: say which by its id.')
      stderr.write(`The key ${revoked.id} was revoked.\n`)
    })
}

const listOptionsSchema = z.object({ json: z.optional(z.boolean()) })

/** Of an option that may be there several times. */
function add(text: string, others: readonly string[] = []): string[] {
  return [...others, text]
}
