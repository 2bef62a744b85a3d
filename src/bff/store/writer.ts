import { CompiledQuery } from 'kysely'
import type { Database, Engine } from './database.ts'

/** Changes to the store. Each is whole or does not happen, whatever becomes of the others. */
export interface Writer {
  /** In a transaction that is on the disk before this resolves. */
  write<Result>(work: Work<Result>): Promise<Result>
  /** One statement whose loss in a power cut would do no harm: on SQLite it waits for no disk of its own. */
  note<Result>(work: Work<Result>): Promise<Result>
}

type Work<Result> = (transaction: Database) => Promise<Result>

export function createWriter(engine: Engine, database: Database): Writer {
  return engine === 'sqlite' ? createGroupWriter(database) : createPostgresWriter(database)
}

/** PostgreSQL commits what comes together in one sync by itself. */
function createPostgresWriter(database: Database): Writer {
  return {
    write: (work) => database.transaction().execute(work),
    note: (work) => work(database),
  }
}

interface Job {
  isDurable: boolean
  run(transaction: Database): Promise<void>
  succeed(): void
  fail(reason: unknown): void
}

/**
 * SQLite has one writer, and a sync for each of its commits is most of a save's time. So what comes together is
 * committed together, each job behind a savepoint of its own.
 */
function createGroupWriter(database: Database): Writer {
  let waiting: Job[] = []
  let isRunning = false
  let isSynced = true

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const jobs = waiting
      waiting = []
      await commitTogether(jobs)
    }
    isRunning = false
  }

  async function commitTogether(jobs: readonly Job[]): Promise<void> {
    const done: Job[] = []
    try {
      await sync(jobs.some(({ isDurable }) => isDurable))
      const transaction = await database.startTransaction().execute()
      try {
        for (const job of jobs) if (await runApart(transaction, job)) done.push(job)
        await transaction.commit().execute()
      } catch (error) {
        await transaction
          .rollback()
          .execute()
          .catch(() => undefined)
        throw error
      }
      for (const job of done) job.succeed()
    } catch (error) {
      for (const job of jobs) job.fail(error)
    }
  }

  async function sync(wanted: boolean): Promise<void> {
    if (wanted === isSynced) return
    await database.executeQuery(wanted ? synced : unsynced)
    isSynced = wanted
  }

  function add<Result>(work: Work<Result>, isDurable: boolean): Promise<Result> {
    return new Promise((resolve, reject) => {
      let result: Result
      waiting.push({
        isDurable,
        async run(transaction) {
          result = await work(transaction)
        },
        succeed: () => resolve(result),
        fail: reject,
      })
      // What else arrived in this turn of the event loop comes along.
      if (!isRunning) {
        isRunning = true
        setImmediate(() => void run())
      }
    })
  }

  return { write: (work) => add(work, true), note: (work) => add(work, false) }
}

/** False when the job failed: what it had written is undone, and it alone is told. */
async function runApart(transaction: Database, job: Job): Promise<boolean> {
  await transaction.executeQuery(savepoint)
  try {
    await job.run(transaction)
    await transaction.executeQuery(release)
    return true
  } catch (error) {
    await transaction.executeQuery(rollback)
    await transaction.executeQuery(release)
    job.fail(error)
    return false
  }
}

// Not by Kysely's own builder: these run for every save, and compiling them takes longer than running them.
const savepoint = CompiledQuery.raw('savepoint job')
const release = CompiledQuery.raw('release job')
const rollback = CompiledQuery.raw('rollback to job')
const synced = CompiledQuery.raw('pragma synchronous = full')
const unsynced = CompiledQuery.raw('pragma synchronous = normal')
