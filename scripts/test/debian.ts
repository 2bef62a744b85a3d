import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Whether packages can be installed here without asking anybody: root, on Debian. */
export function canInstallDebianPackages(): boolean {
  return process.getuid?.() === 0 && isDebian()
}

/** Throws when apt does not bring the package. */
export function installDebianPackage(name: string): void {
  console.log(`Installing Debian's ${name} …`)
  apt('update')
  apt('install', '--yes', '--no-install-recommends', name)
}

function isDebian(): boolean {
  try {
    return /^ID=debian$/mu.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

function apt(...rest: string[]): void {
  // Machines that have just started upgrade themselves: wait for their lock.
  const { status } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=600', ...rest], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 15 * 60_000,
  })
  if (status !== 0) throw new Error(`\`apt-get ${rest.join(' ')}\` failed; its own words are above.`)
}
