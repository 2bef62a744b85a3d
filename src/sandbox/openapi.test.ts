import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startCalling } from './calls.fixture.ts'
import { intercomErrors } from './error-list.ts'
import { isDescriptionAtHand, readDescription, toPointer } from './intercom-description.fixture.ts'
import { findOperation, operations } from './operations/operations.ts'

let description: ReturnType<typeof readDescription>
beforeAll(() => {
  if (isDescriptionAtHand) description = readDescription()
})
beforeEach(({ skip }) => {
  skip(!isDescriptionAtHand, 'Intercom’s OpenAPI description is not at hand (../shared/intercom-openapi)')
})

const errorSchema = toPointer('components', 'schemas', 'error')

describe('Intercom’s description holds for', () => {
  test.each(['/contacts', '/companies', '/conversations'])('200 of %s, on each page', (path) => {
    const call = startCalling('accepted')
    for (let url = path; url !== '';) {
      const { status, body } = call('GET', url)
      expect(status).toBe(200)
      expect(description.compare(toAnswerPointer('GET', path, 200), body)).toEqual([])
      const next = body.pages.next?.starting_after
      url = next === undefined ? '' : `${path}?${new URLSearchParams({ starting_after: next })}`
    }
  })

  test('what is sent to every operation, and what it answers', () => {
    const call = startCalling('accepted')
    const asked = new Set<string>()
    const exchange = (method: string, url: string, sent?: object) => {
      const path = findOperation(method, url.split('?')[0] ?? '')?.operation.path ?? ''
      asked.add(`${method} ${path}`)
      const { status, body } = call(method, url, sent)
      const pointer = status < 400 ? toAnswerPointer(method, path, status) : errorSchema
      const strange = [
        ...(sent ? description.compare(toRequestPointer(method, path), sent) : []),
        ...(body === undefined ? [] : description.compare(pointer, body)),
      ]
      expect(strange, `${method} ${url}`).toEqual([])
      return { status, body }
    }

    const admins = exchange('GET', '/admins').body.admins
    expect(exchange('GET', '/me').body.id).toBe(admins[0].id)
    const [tag] = exchange('GET', '/tags').body.data
    const contact = exchange('POST', '/contacts', { role: 'user', email: 'ada@example.com' }).body
    const lead = exchange('POST', '/contacts', { role: 'lead' }).body
    expect(exchange('GET', '/contacts').body.data.slice(0, 2)).toEqual([lead, contact])
    const changes = {
      external_id: 'ada-1',
      avatar: 'https://example.com/ada.png',
      owner_id: admins[1].id,
      custom_attributes: { plan: 'Team' },
    }
    exchange('PUT', `/contacts/${contact.id}`, changes)
    expect(exchange('GET', `/contacts/${contact.id}`).body).toMatchObject({ id: contact.id, ...changes, avatar: {} })
    exchange('POST', `/contacts/${contact.id}/tags`, { id: tag.id })
    expect(exchange('GET', `/contacts/${contact.id}/tags`).body.data).toEqual([tag])
    expect(exchange('GET', '/contacts/find_by_external_id/ada-1').body.tags.total_count).toBe(1)
    const query = { operator: 'AND', value: [{ field: 'email', operator: '~', value: 'example' }] }
    const sort = { field: 'name', order: 'ascending' }
    expect(exchange('POST', '/contacts/search', { query, sort, pagination: { per_page: 3 } }).status).toBe(200)
    exchange('DELETE', `/contacts/${contact.id}/tags/${tag.id}`)
    exchange('POST', `/contacts/${contact.id}/archive`)
    exchange('POST', `/contacts/${contact.id}/unarchive`)

    const event = { event_name: 'invited-friend', created_at: 1_700_000_000, email: 'ada@example.com' }
    expect(exchange('POST', '/events', { ...event, metadata: { code: 'A1' } }).status).toBe(202)
    exchange('GET', `/events?type=user&email=ada%40example.com&summary=true`)
    const listed = call('GET', `/events?type=user&intercom_user_id=${contact.id}`).body
    expect(listed.events).toHaveLength(1)
    expect(description.compare(toPointer('components', 'schemas', 'data_event_list'), listed)).toEqual([])

    const company = exchange('POST', '/companies', { company_id: 'e-1', name: 'Example', plan: 'Team', size: 7 }).body
    expect(exchange('GET', `/companies/${company.id}`).body).toEqual(company)
    exchange('GET', '/companies?company_id=e-1')
    exchange('POST', '/tags', { name: 'New' })
    exchange('POST', '/tags', { name: 'New', users: [{ id: contact.id }] })
    exchange('POST', '/tags', { name: 'New', companies: [{ company_id: 'e-1', untag: true }] })

    const [conversation] = exchange('GET', '/conversations').body.conversations
    exchange('GET', `/conversations/${conversation.id}`)
    const customer = `/conversations/${conversation.id}/customers/${conversation.source.author.id}`
    expect(exchange('DELETE', customer, { admin_id: admins[0].id }).status).toBe(422)
    expect(exchange('DELETE', `/contacts/${contact.id}`).body).toMatchObject({ deleted: true })
    expect(asked).toEqual(new Set(operations.map(({ method, path }) => `${method} ${path}`)))
  })

  test('the account that is null', () => {
    expect(
      description.compare('/components/schemas/admin_with_app', startCalling('null_account')('GET', '/me').body),
    ).toEqual([])
  })

  test('every error, and each of them was seen', () => {
    const call = startCalling('accepted')
    const [contact] = call('GET', '/contacts').body.data
    const [conversation] = call('GET', '/conversations').body.conversations
    const refused = [
      startCalling('invalid')('GET', '/me'),
      startCalling('revoked')('GET', '/me'),
      startCalling('suspended')('GET', '/me'),
      startCalling('restricted')('GET', '/me'),
      startCalling('throttled')('GET', '/me'),
      startCalling('server_error')('GET', '/me'),
      startCalling('accepted', { version: '9.9' })('GET', '/me'),
      startCalling('accepted', { authorization: undefined })('GET', '/me'),
      call('GET', '/nowhere'),
      call('GET', '/contacts?per_page=0'),
      call('GET', '/contacts/nobody'),
      call('GET', '/companies/none'),
      call('POST', '/contacts', {}),
      call('POST', '/contacts', { email: contact.email, external_id: contact.external_id ?? 'customer-1' }),
      call('POST', '/contacts', '{"email":'),
      call('POST', '/contacts', null),
      call('POST', '/contacts/search', { query: { field: 'id', operator: '=', value: '1' }, sort: { order: 'up' } }),
      call('DELETE', `/conversations/${conversation.id}/customers/${conversation.source.author.id}`, { admin_id: 1 }),
    ]
    for (const { body } of refused) expect(description.compare(errorSchema, body)).toEqual([])
    const seen = refused.map(({ status, body }) => `${status} ${body.errors[0].code}`)
    expect(new Set(seen)).toEqual(new Set(Object.values(intercomErrors).map(({ status, code }) => `${status} ${code}`)))
  })
})

describe('the comparison finds', () => {
  const me = toAnswerPointer('GET', '/me', 200)

  test('a field of another type', () => {
    const { body } = startCalling('accepted')('GET', '/me')
    expect(description.compare(me, { ...body, app: { ...body.app, created_at: 'today' } })).toEqual([
      '/app/created_at must be integer',
    ])
  })

  test('a field that the description does not have', () => {
    const { body } = startCalling('accepted')('GET', '/me')
    expect(description.compare(me, { ...body, workspace: 'mine' })).toEqual([
      ' must NOT have additional properties (workspace)',
    ])
  })

  test('a field that no part of a schema in parts has', () => {
    expect(description.compare('/components/schemas/contact_deleted', { id: '1', deleted: true, gone: true })).toEqual([
      ' must NOT have additional properties (gone)',
    ])
  })

  test('a null where none may be', () => {
    const { body } = startCalling('accepted')('GET', '/contacts')
    const changed = { ...body, data: [{ ...body.data[0], email: null }] }
    expect(description.compare('/components/schemas/contact_list', changed)).toEqual(['/data/0/email must be string'])
  })

  test('an error without its code', () => {
    const { body } = startCalling('invalid')('GET', '/me')
    expect(description.compare(errorSchema, { ...body, errors: [{ message: 'No' }] })).toEqual([
      "/errors/0 must have required property 'code'",
    ])
  })
})

function toAnswerPointer(method: string, path: string, status: number): string {
  const answer = toPointer('paths', path, method.toLowerCase(), 'responses', String(status))
  return `${answer}/content/application~1json/schema`
}

function toRequestPointer(method: string, path: string): string {
  return `${toPointer('paths', path, method.toLowerCase())}/requestBody/content/application~1json/schema`
}
