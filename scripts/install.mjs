// Runs before there is anything installed, so: plain JavaScript, Node 20, nothing but Node's own modules.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const runtime = `${root}node_modules/.bin/node`

if (!isInstalled()) install()

function isInstalled() {
  return (
    isRuntimeThere() &&
    holdsWhatIsLocked(readPackages('package-lock.json'), readPackages('node_modules/.package-lock.json'))
  )
}

function install() {
  console.log('Installing packages: node_modules differs from package-lock.json …')
  // --include=dev: the runtime itself is one, so NODE_ENV=production must not leave it out.
  const { status, error } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (error) fail(`npm could not be started (${error.message}). Install Node 20.19 or newer with its npm.`)
  if (status !== 0)
    fail('`npm ci` failed; its own words are above. Mend that, or remove node_modules, and start again.')
  if (!isRuntimeThere()) {
    fail(
      'The package `node` brought no Node 24: its install script did not run. Try `npm rebuild node --ignore-scripts=false`.',
    )
  }
}

/** What npm wrote down after its last install against what it should have installed; times of files prove nothing. */
function holdsWhatIsLocked(locked, installed) {
  if (!locked || !installed) return false
  return (
    Object.entries(locked).every(([path, entry]) =>
      // Packages for other platforms are locked, and not there.
      path in installed ? isSame(entry, installed[path]) : path === '' || entry.optional === true,
    ) && Object.keys(installed).every((path) => path in locked)
  )
}

function isSame(locked, installed) {
  return locked.version === installed.version && locked.integrity === installed.integrity
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(`${root}${file}`, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** A later `npm install` may take the binary away, and node_modules may come from another machine. */
function isRuntimeThere() {
  const { stdout } = spawnSync(runtime, ['--version'], { encoding: 'utf8' })
  return stdout?.startsWith('v24.') === true
}

function fail(what) {
  console.error(what)
  process.exit(1)
}
