import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { countPlaywright, countStep, countVitest, type Totals } from './totals.ts'

export interface Step {
  name: string
  command: string[]
  environment?: Record<string, string>
  count(succeeded: boolean): Totals
}

/** Everything `npm test` checks, in order. Reports go to `folder`, what people read to the terminal. */
export function listSteps(folder: string): Step[] {
  return [
    { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'], count: countStep },
    { name: 'format', command: ['oxfmt', '--check', '.'], count: countStep },
    { name: 'types', command: ['tsc', '-p', '.'], count: countStep },
    vitestStep('unit', folder),
    vitestStep('component', folder),
    { name: 'build', command: ['npm', 'run', '--silent', 'build'], count: countStep },
    playwrightStep(folder),
  ]
}

/** Longer than any step takes on two cores; what hangs ends, and has failed. */
const timeLimit = 8 * 60_000

let running: ChildProcess | undefined

export async function runStep({ command, environment, count }: Step): Promise<Totals> {
  const [program = '', ...rest] = command
  running = spawn(program, rest, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: timeLimit,
  })
  try {
    const [code] = await once(running, 'close')
    return count(code === 0)
  } catch (error) {
    console.error(`${program} could not be started: ${String(error)}`)
    return count(false)
  }
}

/** Passes a signal on to the step that runs, which cleans up after itself. */
export function stopStep(signal: NodeJS.Signals): void {
  running?.kill(signal)
}

function vitestStep(project: string, folder: string): Step {
  const reportFile = join(folder, `${project}.json`)
  return {
    name: project,
    command: [
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      '--outputFile',
      reportFile,
    ],
    count: (succeeded) => countVitest({ succeeded, reportFile }),
  }
}

function playwrightStep(folder: string): Step {
  const reportFile = join(folder, 'e2e.json')
  return {
    name: 'e2e',
    command: ['playwright', 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
    count: (succeeded) => countPlaywright({ succeeded, reportFile }),
  }
}
