import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

// The example, whole: Latchkey with its sandbox, a host key, and the product that shows it. Ctrl-C ends them all.
const KEY_NAME = 'Example host'
const root = fileURLToPath(new URL('../..', import.meta.url))
const latchkeyPort = process.env['LATCHKEY_PORT'] ?? '4680'
const latchkey = `http://127.0.0.1:${latchkeyPort}`
const port = process.env['PORT'] ?? '4690'
const environment = { ...process.env, LATCHKEY_SANDBOX: '1', LATCHKEY_PORT: latchkeyPort }

const children: ChildProcess[] = []
let isEnding = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end(0))

start(['--disable-sigusr1', 'src/bff/main.ts'], environment)
await untilReady()
start(['--disable-sigusr1', 'examples/host/main.ts'], {
  ...process.env,
  LATCHKEY_URL: latchkey,
  LATCHKEY_HOST_KEY: makeKey(),
  PORT: port,
})

function start(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  children.push(child)
  // One is nothing without the other.
  child.once('exit', (code) => end(code ?? 1))
}

/** A new one at each start: it is never written down. */
function makeKey(): string {
  try {
    runCommand('keys', 'revoke', KEY_NAME)
  } catch {
    // There is none of an earlier start.
  }
  return runCommand('keys', 'create', '--name', KEY_NAME, '--host', `http://localhost:${port}`, '--tenant', 'acme')
}

function runCommand(...words: readonly string[]): string {
  const args = ['--disable-sigusr1', 'src/bff/command/main.ts', ...words]
  const stdio = ['ignore', 'pipe', 'ignore'] as const
  return execFileSync(process.execPath, args, {
    cwd: root,
    env: environment,
    stdio: [...stdio],
    encoding: 'utf8',
  }).trim()
}

async function untilReady(): Promise<void> {
  for (;;) {
    const isReady = await fetch(`${latchkey}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function end(code: number): void {
  if (isEnding) return
  isEnding = true
  void Promise.all(children.map(stop)).then(() => process.exit(code))
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
