import { type Kysely, sql } from 'kysely'

/**
 * PostgreSQL itself shows and takes only rows of the tenant that a transaction names, or every tenant's where it says that it
 * is for all (postgres.ts). Whoever names none gets no row: another program, a forgotten path, the tables' owner as well.
 *
 * The settings are read once a statement, not once a row. A CASE, since the planner takes it for half of the rows: of an OR
 * it expects one row in a thousand, and for so few it sorts where an index has the order.
 */
export async function keepApart(database: Kysely<unknown>, table: string): Promise<void> {
  const name = sql.table(table)
  // A setting that was made for a transaction is empty ever after, as one that was never made is null.
  const isSeen = sql`(
    case
      when tenant_id = (select nullif(current_setting('latchkey.tenant', true), '')) then true
      else (select current_setting('latchkey.every_tenant', true)) = 'on'
    end
  )`
  await sql`create policy one_tenant on ${name} using ${isSeen} with check ${isSeen}`.execute(database)
  await sql`alter table ${name} enable row level security, force row level security`.execute(database)
}
