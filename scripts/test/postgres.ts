import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { findPostgresPrograms } from './postgres-programs.ts'

/** A throw-away PostgreSQL on loopback, with a superuser, a password and a port of its own. */
export interface Postgres {
  url: string
  stop(): Promise<void>
}

/** Starts one. Throws an error that says in a sentence why it cannot. */
export async function startPostgres(): Promise<Postgres> {
  const programs = findPostgresPrograms()
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'))
  const password = randomBytes(18).toString('base64url')
  const owner = giveAway(folder, password)
  const port = await findFreePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    // It is thrown away with its machine's power, and most of a test's time would be waiting for the disk.
    fsync: 'off',
  }
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  const cluster = spawn(
    'sh',
    ['-c', supervise, 'sh', folder, join(programs, 'initdb'), join(programs, 'postgres'), ...options],
    // Detached: the terminal's Ctrl-C is for the tests, whose last queries the cluster has to outlive.
    { ...owner, cwd: '/', stdio: ['pipe', 'ignore', 'pipe'], detached: true },
  )
  const closed = once(cluster, 'close')
  const stop = async () => {
    cluster.stdin.end()
    await closed
  }
  const failure = await readUntilReady(cluster.stderr)
  if (failure !== undefined) {
    await stop()
    throw new Error(`PostgreSQL did not start: ${failure}`)
  }
  return { url: `postgres://latchkey:${password}@127.0.0.1:${port}/postgres`, stop }
}

/**
 * The cluster lives as long as its standard input stays open. So it ends with the tests however those end, kill -9
 * included, and leaves nothing behind. English collation: where people run it, letters seldom sort by their bytes.
 */
const supervise = `
  folder=$1 initdb=$2 postgres=$3
  shift 3
  trap 'rm -rf "$folder"' EXIT
  "$initdb" --no-locale --locale-provider=icu --icu-locale=en-US --encoding=UTF8 --auth=scram-sha-256 \\
    --username=latchkey --pwfile="$folder/password" "$folder/data" >&2 || exit 1
  "$postgres" -D "$folder/data" "$@" </dev/null >&2 &
  read -r _
  kill -INT $!
  wait $!
`

/** PostgreSQL refuses to be root: then the folder, and the processes, are the user `postgres`'. */
function giveAway(folder: string, password: string): { uid?: number; gid?: number } {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (process.getuid?.() !== 0) return {}
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' })))
    if (uid === undefined || gid === undefined) throw new Error('id answered nothing')
    for (const path of [folder, passwordFile]) chownSync(path, uid, gid)
    return { uid, gid }
  } catch {
    rmSync(folder, { recursive: true })
    throw new Error('root may not run PostgreSQL, and there is no user `postgres` to run it')
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

/** Undefined once it takes connections, else its last words. Its messages are English: the locale is C. */
async function readUntilReady(output: Readable): Promise<string | undefined> {
  const timeout = setTimeout(() => output.emit('error', new Error('nothing was heard of it for a minute')), 60_000)
  let said = ''
  try {
    for await (const chunk of output.iterator({ destroyOnReturn: false })) {
      said += String(chunk)
      if (said.includes('ready to accept connections')) return undefined
      if (/FATAL|PANIC/u.test(said)) break
    }
    return said.trim().split('\n').at(-1)
  } catch (error) {
    return String(error)
  } finally {
    clearTimeout(timeout)
    // What nobody reads fills the pipe, and a full pipe stops the server.
    output.resume()
  }
}
