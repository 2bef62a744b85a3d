import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { signInByLink } from '../src/bff/fixture/sign-in-by-link.ts'

const root = join(import.meta.dirname, '..')

export interface RunningLatchkey {
  origin: string
  pid: number
  home: string
  /** The header Cookie of whoever works on this machine, signed in; empty where nobody is asked. */
  cookie: string
  /** Milliseconds from the process's start to its first answer. */
  readyAfter: number
  stop(signal?: NodeJS.Signals): Promise<void>
}

export function createHome(): string {
  return mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
}

/** The BFF as its start script runs it, on a port of its own. */
export async function startLatchkey(
  home: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningLatchkey> {
  const port = Number(environment['LATCHKEY_PORT'] ?? (await findFreePort()))
  const origin = `http://127.0.0.1:${port}`
  const began = performance.now()
  const child = spawn(process.execPath, ['--disable-sigusr1', 'src/bff/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      LATCHKEY_HOME: home,
      LATCHKEY_PORT: String(port),
      LATCHKEY_LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let greeting = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    greeting += text
  })
  await untilReady(`${origin}/readyz`, child)
  const readyAfter = performance.now() - began
  // It answers a moment before it says where it is.
  while (!greeting.includes('Latchkey is at')) await once(child.stdout, 'data')
  return {
    origin,
    pid: child.pid ?? 0,
    home,
    cookie: await signInByLink(greeting),
    readyAfter,
    stop: (signal) => end(child, signal),
  }
}

/** A script of the bench's own, which sends its origin once it listens. */
export async function startScript(
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ origin: string; pid: number; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [origin] = (await once(child, 'message')) as [string]
  return { origin, pid: child.pid ?? 0, stop: () => end(child) }
}

/** Megabytes resident, as Linux counts them. */
export function readMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_024
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 3_000; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`Latchkey ended with ${child.exitCode}`)
    const isReady = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isReady) return
    await sleep(5)
  }
  throw new Error(`${url} was not ready in time`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}
