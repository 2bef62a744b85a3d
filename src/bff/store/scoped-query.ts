import { type Connection, Query, type QueryResult } from 'pg'

/** A setting of PostgreSQL's that holds for one transaction, and what it is. */
export interface Scope {
  setting: string
  value: string
}

export interface Statement {
  text: string
  values: readonly unknown[]
}

/** In the transaction that is open: afterwards whoever gets the connection finds nothing set. */
export const setScope = ({ setting, value }: Scope): Statement => ({ text: SET, values: [setting, value] })

/**
 * One statement, and before it the setting that it runs under. Both go to the server in one message flow that ends in one
 * Sync, and so are one transaction (PostgreSQL's protocol, "Pipelining"): no way there and back is added, nothing outlives
 * the statement, and a pooler that hands connections on between transactions cannot come in between.
 */
export class ScopedQuery extends (Query as unknown as new (config: PgQueryConfig) => PgQuery) {
  readonly #scope: Scope
  #isScoped = false

  constructor({ text, values }: Statement, scope: Scope, callback: PgQuery['callback']) {
    // Also where nothing is bound: the simple protocol knows no Sync to wait for.
    super({ text, values, callback, queryMode: 'extended' })
    this.#scope = scope
  }

  override submit(connection: Connection): Error | null {
    const { text, values } = setScope(this.#scope)
    const flow = connection as unknown as MessageFlow
    connection.stream.cork()
    try {
      flow.parse({ text, name: '', types: [] })
      flow.bind({ portal: '', statement: '', values, binary: false, valueMapper: String })
      flow.execute({ portal: '', rows: 0 })
      return super.submit(connection)
    } finally {
      connection.stream.uncork()
    }
  }

  /** The setting's own row is no part of the answer, nor is that it was set. */
  override handleDataRow(message: unknown): void {
    if (this.#isScoped) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, connection: unknown): void {
    if (this.#isScoped) super.handleCommandComplete(message, connection)
    this.#isScoped = true
  }
}

const SET = 'select set_config($1, $2, true)'

/**
 * What `pg` lets every query of its own, and those of pg-cursor and pg-query-stream, do; its types leave it out. Were a
 * version to change it, statements would run without their setting, and see no row.
 */
interface PgQuery {
  callback(error: Error | null, result: QueryResult<Record<string, unknown>>): void
  submit(connection: Connection): Error | null
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: unknown): void
}

interface PgQueryConfig extends Statement {
  callback: PgQuery['callback']
  queryMode: 'extended'
}

interface MessageFlow {
  parse(statement: { text: string; name: string; types: [] }): void
  bind(portal: BoundPortal): void
  execute(portal: { portal: string; rows: number }): void
}

interface BoundPortal {
  portal: string
  statement: string
  values: readonly unknown[]
  binary: boolean
  valueMapper: typeof String
}
