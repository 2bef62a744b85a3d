import { StartError } from '../start-error.ts'
import { createKeyring, type Keyring, readKeyring } from '../vault/keyring.ts'
import { open, seal, sealedUnder } from '../vault/seal.ts'
import type { Database } from './database.ts'

/**
 * The keyring this store was made with; a new one for a new store, never for one that has rows.
 * @param onNew is called as soon as one was made, before anything else can fail: the next start would find it there
 * @throws {StartError} when the keyring is missing, broken, readable by others, or another store's
 */
export async function openKeyring(database: Database, path: string, onNew: () => void): Promise<Keyring> {
  // In this order: whoever starts at the same time makes the keyring first, and its check in the store afterwards.
  const known = await readCheck(database)
  const found = await readKeyring(path)
  if (!found && known !== null) {
    throw new StartError(
      `The keyring ${path} is missing, and the store holds what it sealed. Restore it from its backup.`,
    )
  }
  const keyring = found ?? (await createKeyring(path))
  if (!found) onNew()
  await verify(keyring, known ?? (await addCheck(database, keyring)), path)
  return keyring
}

const CHECK_ID = 1
const BINDING = ['keyring check']

async function readCheck(database: Database): Promise<string | null> {
  const row = await database.selectFrom('keyring_check').select('value').where('id', '=', CHECK_ID).executeTakeFirst()
  return row?.value ?? null
}

/** Of two instances that start on one empty store, the second finds the first one's check, and its keyring wanting. */
async function addCheck(database: Database, keyring: Keyring): Promise<string> {
  const value = JSON.stringify({
    sealed: await seal(new Uint8Array(32), keyring.current(), BINDING),
    hashed: keyring.hash('key-check', 'keyring check'),
  })
  await database
    .insertInto('keyring_check')
    .values({ id: CHECK_ID, value })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await readCheck(database)) ?? value
}

async function verify(keyring: Keyring, check: string, path: string): Promise<void> {
  if (!(await isOwnCheck(keyring, check))) {
    throw new StartError(`The keyring ${path} belongs to another store. Restore the one this store was made with.`)
  }
}

async function isOwnCheck(keyring: Keyring, check: string): Promise<boolean> {
  try {
    const { sealed, hashed } = JSON.parse(check) as { sealed: string; hashed: string }
    if (keyring.hash('key-check', 'keyring check') !== hashed) return false
    const key = keyring.find(sealedUnder(sealed))
    if (!key) return false
    await open(sealed, key, BINDING)
    return true
  } catch {
    return false
  }
}
