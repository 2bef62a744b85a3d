import { type Selectable, sql } from 'kysely'
import { destinationConfigurationSchema, sourceConfigurationSchema } from '../../contract/configuration.ts'
import { type ListedResource, listedResourceSchema, type ResourcePage } from '../../contract/listed-resource.ts'
import { type ListResources, type Resource, resourceSchema } from '../../contract/resource.ts'
import { resourceKindSchema } from '../../contract/resource-kind.ts'
import type { Refusal } from '../refusal.ts'
import { type Asker, findAccess, isReachedBy, seenBy } from './credential-access.ts'
import { toEtag } from './credentials.ts'
import type { Database } from './database.ts'
import { cutPage, nameList, parseCursor, toCursor } from './key-page.ts'
import type { ResourceTable } from './schema.ts'

export interface NewResource extends Omit<Resource, 'credential' | 'request' | 'mayChange' | 'etag'> {
  tenantId: string
  credentialId: string
}

export async function insertResource(transaction: Database, resource: NewResource): Promise<void> {
  await transaction
    .insertInto('resource')
    .values({
      id: resource.id,
      tenant_id: resource.tenantId,
      kind: resource.kind,
      connector: resource.connector,
      credential_id: resource.credentialId,
      name: resource.name,
      region: resource.region,
      configuration: JSON.stringify(resource.configuration),
      owner_id: resource.owner.id,
      owner_name: resource.owner.name,
      created_at: resource.createdAt,
      updated_at: resource.updatedAt,
    })
    .execute()
}

/** A resource that nobody else changes or removes until the transaction ends, and its revision. */
export async function lockResource(
  transaction: Database,
  asker: Asker,
  id: string,
): Promise<{ resource: Resource; revision: number } | null> {
  const row = await transaction
    .selectFrom('resource')
    .select('revision')
    .where('tenant_id', '=', asker.tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  // In a statement of its own, which sees what whoever held it before has made of it.
  const resource = row && (await findResource(transaction, asker, id))
  return resource ? { resource, revision: row.revision } : null
}

/** What people change of a locked resource: its next revision. A configuration that is left out stays as it is stored. */
export async function updateResource(
  transaction: Database,
  { resource, revision }: { resource: Resource; revision: number },
  changed: Pick<NewResource, 'credentialId' | 'name' | 'region' | 'updatedAt'> &
    Partial<Pick<Resource, 'configuration'>>,
): Promise<void> {
  await transaction
    .updateTable('resource')
    .set({
      credential_id: changed.credentialId,
      name: changed.name,
      region: changed.region,
      ...(changed.configuration && { configuration: JSON.stringify(changed.configuration) }),
      revision: revision + 1,
      updated_at: changed.updatedAt,
    })
    .where('id', '=', resource.id)
    .execute()
}

export async function deleteResource(transaction: Database, { id }: Pick<Resource, 'id'>): Promise<void> {
  await transaction.deleteFrom('resource').where('id', '=', id).execute()
}

/**
 * The connector of a credential that somebody may use for a resource; null where there is none that they see. Until the
 * transaction ends it can neither be deleted nor taken from them.
 */
export async function holdForResource(transaction: Database, asker: Asker, id: string): Promise<string | null> {
  const row = await transaction
    .selectFrom('credential')
    .select(['id', 'connector', 'owner_id'])
    .where('tenant_id', '=', asker.tenantId)
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst()
  return row && (await findAccess(transaction, asker, row)) ? row.connector : null
}

/** Up to fifty of what uses a credential, the newest first. */
export async function listUsers(database: Database, credentialId: string): Promise<NonNullable<Refusal['usedBy']>> {
  const rows = await database
    .selectFrom('resource')
    .select(['id', 'kind', 'name'])
    .where('credential_id', '=', credentialId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(NAMED)
    .execute()
  return rows.map(({ id, kind, name }) => ({ id, kind: resourceKindSchema.parse(kind), name }))
}

const NAMED = 50

export async function findResource(database: Database, asker: Asker, id: string): Promise<Resource | null> {
  const row = await selectResources(database, asker).where('resource.id', '=', id).executeTakeFirst()
  return row ? toResource(row, asker) : null
}

/** Those that somebody sees, newest first, a page by key. Null when the cursor is none. */
export async function listResources(
  database: Database,
  asker: Asker,
  { kind, credential, cursor, limit }: ListResources,
): Promise<ResourcePage | null> {
  const list = nameList('-createdAt', [kind, credential])
  const position = cursor === undefined ? undefined : parseCursor(list, cursor)
  if (position === null) return null
  let page = selectResources(database, asker)
  if (kind !== undefined) page = page.where('resource.kind', '=', kind)
  if (credential !== undefined) page = page.where('resource.credential_id', '=', credential)
  if (position) {
    page = page.where(sql<boolean>`(resource.created_at, resource.id) < (${position.sortValue}, ${position.id})`)
  }
  const rows = await page
    .orderBy('resource.created_at', 'desc')
    .orderBy('resource.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { shown, last } = cutPage(rows, limit)
  return {
    resources: shown.map((row) => toListed(row, asker)),
    nextCursor: last ? toCursor(list, { sortValue: last.created_at, id: last.id }) : null,
  }
}

interface CredentialColumns {
  credential_name: string
  credential_status: string
  credential_status_reason: string | null
  credential_status_since: string
}

/** What somebody owns, or what uses a credential that they see. */
function selectResources(database: Database, asker: Asker) {
  const isSeen = sql<boolean>`(resource.owner_id = ${asker.id} or ${seenBy(asker, 'credential')})`
  return database
    .selectFrom('resource')
    .innerJoin('credential', 'credential.id', 'resource.credential_id')
    .selectAll('resource')
    .select([
      'credential.name as credential_name',
      'credential.status as credential_status',
      'credential.status_reason as credential_status_reason',
      'credential.status_since as credential_status_since',
    ])
    .where('resource.tenant_id', '=', asker.tenantId)
    .where(isReachedBy(asker, 'resource.connector'))
    .$if(asker.role !== 'admin', (resources) => resources.where(isSeen))
}

function toResource(row: Selectable<ResourceTable> & CredentialColumns, asker: Asker): Resource {
  return resourceSchema.parse({ ...toListed(row, asker), configuration: readConfiguration(row) })
}

function toListed(row: Selectable<ResourceTable> & CredentialColumns, asker: Asker): ListedResource {
  return listedResourceSchema.parse({
    id: row.id,
    kind: row.kind,
    connector: row.connector,
    credential: {
      id: row.credential_id,
      name: row.credential_name,
      status: row.credential_status,
      statusReason: row.credential_status_reason,
      statusSince: row.credential_status_since,
    },
    name: row.name,
    region: row.region,
    request: readRequest(row),
    owner: { id: row.owner_id, name: row.owner_name },
    mayChange: mayChange(row, asker),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    etag: toEtag(row.revision),
  })
}

/** A session of the Authenticate step changes none, whoever's it is. */
function mayChange({ owner_id: ownerId }: Pick<ResourceTable, 'owner_id'>, { id, role, session }: Asker): boolean {
  return session?.signIn !== 'host' && (ownerId === id || role === 'admin')
}

function readRequest(row: Pick<ResourceTable, 'kind' | 'configuration'>): ListedResource['request'] {
  const configuration = readConfiguration(row)
  if (!configuration) return null
  return { method: 'method' in configuration ? configuration.method : 'GET', path: configuration.path }
}

/** Null for what earlier releases kept, which took any object: what is no configuration says nothing that could be run. */
function readConfiguration({
  kind,
  configuration,
}: Pick<ResourceTable, 'kind' | 'configuration'>): Resource['configuration'] {
  const schema = kind === 'source' ? sourceConfigurationSchema : destinationConfigurationSchema
  return schema.safeParse(JSON.parse(configuration)).data ?? null
}
