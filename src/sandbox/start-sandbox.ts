import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import * as z from 'zod/mini'
import { sandboxSchema } from '../contract/sandbox.ts'

const startedSchema = z.extend(sandboxSchema, {
  origins: z.object({ us: z.url(), eu: z.url(), au: z.url() }),
  oauthClient: z.object({ id: z.string(), secret: z.string() }),
})

export interface StartedSandbox extends z.infer<typeof startedSchema> {
  /** Settled once its process has ended, asked to or not. */
  exited: Promise<void>
  stop(): Promise<void>
}

/** Milliseconds. A start takes a fifth of a second; a loaded machine is given its time. */
const patience = { start: 10_000, stop: 2_000 }

/**
 * Runs the sandbox in a process of its own, which ends with this one.
 *
 * @param options.callsAWindow Calls that a token has in ten seconds; 1,667 unless given.
 * @throws when it does not report in ten seconds, or ends before.
 */
export async function startSandbox({ callsAWindow }: { callsAWindow?: number } = {}): Promise<StartedSandbox> {
  const child = fork(new URL('main.ts', import.meta.url), callsAWindow === undefined ? [] : [String(callsAWindow)], {
    // Real tokens get pasted into sandboxes: no inspector there either, and nothing of this process's environment.
    execArgv: ['--disable-sigusr1'],
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  // Of a child that could not be started, killed or told something; unheard, it would end this process.
  child.on('error', () => undefined)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const started = startedSchema.safeParse(await firstMessage(child))
  if (!started.success) {
    child.kill('SIGKILL')
    throw new Error('The sandbox did not start.')
  }
  return { ...started.data, exited, stop: () => stop(child, exited) }
}

/** The child's first message, or nothing: it ended, failed, or took too long. */
async function firstMessage(child: ChildProcess): Promise<unknown> {
  const over = new AbortController()
  const { signal } = over
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]: unknown[]) => message),
      once(child, 'exit', { signal }).then(() => undefined),
      setTimeout(patience.start, undefined, { signal }),
    ])
  } catch {
    return undefined
  } finally {
    over.abort()
  }
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  const late = new AbortController()
  if (child.connected) child.disconnect()
  void setTimeout(patience.stop, undefined, { signal: late.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  )
  await exited
  late.abort()
}
