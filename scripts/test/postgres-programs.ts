import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { canInstallDebianPackages, installDebianPackage } from './debian.ts'

/** Debian keeps the server's programs off the PATH, a folder a major version. */
const debianFolder = '/usr/lib/postgresql'

/** The first to know the collations of ICU as a database's own. */
const oldestMajor = 15

/** The folder with `initdb` and `postgres`, brought by apt where it can. Throws when there is none. */
export function findPostgresPrograms(): string {
  const found = find()
  if (found !== undefined) return found
  if (canInstallDebianPackages()) {
    installDebianPackage('postgresql')
    const installed = find()
    if (installed !== undefined) return installed
  }
  throw new Error(`neither PATH nor ${debianFolder} has initdb and postgres of PostgreSQL ${oldestMajor} or newer`)
}

function find(): string | undefined {
  const debian = existsSync(debianFolder)
    ? readdirSync(debianFolder).map((major) => join(debianFolder, major, 'bin'))
    : []
  return [...(process.env['PATH'] ?? '').split(delimiter), ...debian.toReversed()].find(
    (folder) => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))) && isNewEnough(folder),
  )
}

function isNewEnough(folder: string): boolean {
  const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/\d+/u.exec(version)?.[0]) >= oldestMajor
}
