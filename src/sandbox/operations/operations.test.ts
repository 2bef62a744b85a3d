import { expect, test } from 'vitest'
import { startCalling } from '../calls.fixture.ts'
import { findOperation } from './operations.ts'

const call = startCalling()

test('a path means one operation of its method, and its variables come decoded', () => {
  expect(findOperation('POST', '/contacts/search')?.operation.path).toBe('/contacts/search')
  expect(findOperation('GET', '/contacts/a%20b/tags')?.variables).toEqual(['a b'])
  for (const path of ['/contacts/', '/contacts/a/b/c', '/contacts//tags', '//contacts', '/CONTACTS', '/contacts?x']) {
    expect(findOperation('GET', path), path).toBeUndefined()
  }
  for (const method of ['HEAD', 'PATCH', 'OPTIONS', 'get']) {
    expect(call(method, '/contacts'), method).toMatchObject({ status: 404, body: { errors: [{ code: 'not_found' }] } })
  }
  expect(call('GET', '/contacts/%E0%A4%A')).toMatchObject({ status: 404 })
})

test('a company is found by its company_id and changed, and made where there is none', () => {
  const made = call('POST', '/companies', { company_id: 'acme', name: 'Acme', plan: 'Team', monthly_spend: 10 })
  expect(made).toMatchObject({ status: 200, body: { company_id: 'acme', plan: { name: 'Team' } } })
  const changed = call('POST', '/companies', { company_id: 'acme', name: 'Acme Ltd', custom_attributes: { a: 'b' } })
  expect(changed.body).toMatchObject({ id: made.body.id, name: 'Acme Ltd', plan: { name: 'Team' }, monthly_spend: 10 })
  expect(call('GET', '/companies?name=Acme%20Ltd').body.data).toEqual([changed.body])
  expect(call('GET', '/companies?company_id=nobody').status).toBe(404)
  expect(call('POST', '/companies', { company_id: 'acme', test: 'invalid' })).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'bad_request', message: "bad 'test' parameter" }] },
  })
  expect(call('POST', '/companies', { name: 'Without' })).toMatchObject({ status: 400 })
})

test('a tag is made once, renamed by its id, and put on contacts and companies and taken off', () => {
  const { data } = call('GET', '/contacts').body
  const [contact, other] = data
  const { id } = call('POST', '/tags', { name: 'Fresh' }).body
  expect(call('POST', '/tags', { name: 'Fresh' }).body.id).toBe(id)
  expect(call('POST', '/tags', { id, name: 'Fresher' }).body).toEqual({ type: 'tag', id, name: 'Fresher' })
  expect(call('POST', `/contacts/${contact.id}/tags`, { id })).toMatchObject({
    status: 200,
    body: { id, name: 'Fresher', applied_by: { type: 'admin' } },
  })
  call('POST', `/contacts/${contact.id}/tags`, { id })
  expect(call('GET', `/contacts/${contact.id}`).body.tags.total_count).toBe(contact.tags.total_count + 1)
  expect(call('DELETE', `/contacts/${contact.id}/tags/${id}`).status).toBe(200)
  expect(call('GET', `/contacts/${contact.id}`).body.tags).toEqual(contact.tags)

  expect(call('POST', '/tags', { name: 'Fresher', users: [{ id: other.id }] }).body.users).toEqual([
    { id: other.id, tagged: true },
  ])
  const [company] = call('GET', '/companies').body.data
  const companies = [{ company_id: company.company_id }]
  expect(call('POST', '/tags', { name: 'Fresher', companies }).body.companies).toEqual([
    { id: company.id, tagged: true },
  ])
  expect(call('GET', `/companies/${company.id}`).body.tags.tags).toMatchObject([{ id }])
  call('POST', '/tags', { name: 'Fresher', companies: [{ id: company.id, untag: true }] })
  expect(call('GET', `/companies/${company.id}`).body.tags.tags).toEqual([])

  expect(call('POST', '/tags', { test: 'invalid' })).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'parameter_invalid', message: 'invalid tag parameters' }] },
  })
  expect(call('POST', `/contacts/${contact.id}/tags`, { id: 'none' }).body.errors[0].message).toBe('Resource Not Found')
  expect(call('POST', '/contacts/nobody/tags', { id }).body.errors[0].message).toBe('User Not Found')
  expect(call('POST', '/tags', { name: 'x', companies: [{ id: 'none' }] }).status).toBe(404)
  expect(call('POST', '/tags', { name: 'x', users: [{ id: 'nobody' }] }).status).toBe(404)
})

test('an event is taken without a word, and is the first of what its contact did', () => {
  const contact = call('GET', '/contacts').body.data.find(
    (each: { role: string; id: string }) => each.role === 'user' && eventsFirstPage(each.id).pages.next === undefined,
  )
  const before = call('GET', `/events?type=user&email=${contact.email}`).body.events
  expect(before.length).toBeGreaterThan(2)
  const sent = { event_name: 'opened-door', created_at: 1_799_000_000, metadata: { times: 3, where: 'hall' } }
  expect(call('POST', '/events', { ...sent, user_id: contact.external_id })).toMatchObject({
    status: 202,
    body: undefined,
  })
  const after = call('GET', `/events?type=user&intercom_user_id=${contact.id}`).body
  expect(after).toMatchObject({ type: 'event.list', pages: {} })
  expect(after.events).toHaveLength(before.length + 1)
  expect(after.events[0]).toMatchObject({ ...sent, email: contact.email, metadata: { times: '3', where: 'hall' } })

  const page = call('GET', `/events?type=user&user_id=${contact.external_id}&per_page=2`).body
  expect(page.events).toEqual(after.events.slice(0, 2))
  const { search } = new URL(page.pages.next)
  expect(call('GET', `/events${search}`).body.events).toEqual(after.events.slice(2, 4))
  const summary = call('GET', `/events?type=user&user_id=${contact.external_id}&summary=true`).body
  expect(summary.events).toContainEqual(expect.objectContaining({ name: 'opened-door', count: 1 }))

  expect(call('POST', '/events', { ...sent, email: 'nobody@example.com' }).status).toBe(404)
  expect(call('POST', '/events', { ...sent }).status).toBe(400)
  for (const query of ['', 'type=user', 'type=user&email=', `type=company&email=${contact.email}`]) {
    expect(call('GET', `/events?${query}`).status, query).toBe(400)
  }
  expect(call('GET', `/events?type=user&email=${contact.email}&per_page=101`).status).toBe(400)
})

test('of some contacts there are events for three pages, each of which links to the next', () => {
  const { data } = call('GET', '/contacts').body
  const contact = data.find(({ id }: { id: string }) => eventsFirstPage(id).pages.next !== undefined)
  const pages = [eventsFirstPage(contact.id)]
  for (let { next } = pages[0].pages; next !== undefined; { next } = pages.at(-1).pages) {
    const { origin, pathname, search } = new URL(next)
    expect(`${origin}${pathname}`).toBe('https://api.intercom.io/events')
    pages.push(call('GET', `/events${search}`).body)
  }
  expect(pages.map(({ events }) => events.length)).toEqual([50, 50, 30])
  expect(new Set(pages.flatMap(({ events }) => events.map(({ id }: { id: string }) => id))).size).toBe(130)
})

test('a conversation comes with what was said in it, and its last contact cannot be taken out', () => {
  const [listed] = call('GET', '/conversations').body.conversations
  expect(listed).not.toHaveProperty('conversation_parts')
  const whole = call('GET', `/conversations/${listed.id}`).body
  expect(whole).toMatchObject({ ...listed, conversation_parts: { total_count: 1 } })
  expect(call('GET', '/conversations/1')).toMatchObject({ status: 404, body: { errors: [{ code: 'not_found' }] } })
  const path = `/conversations/${listed.id}/customers`
  expect(call('DELETE', `${path}/${listed.source.author.id}`, { admin_id: '1' })).toMatchObject({
    status: 422,
    body: { errors: [{ code: 'parameter_invalid', message: 'Removing the last customer is not allowed' }] },
  })
  expect(call('DELETE', `${path}/nobody`, { admin_id: '1' }).status).toBe(404)
})

test('an answer has the headers of Intercom’s, one of them a name for just what it says', () => {
  const [one, same] = [call('GET', '/tags').headers, call('GET', '/tags').headers]
  expect(one).toMatchObject({
    'intercom-version': '2.16',
    'x-request-id': expect.stringMatching(/^00[\da-v]{18}$/u),
    'set-cookie': expect.stringContaining('path=/'),
  })
  expect(same['etag']).toBe(one['etag'])
  expect(call('GET', '/admins').headers['etag']).not.toBe(one['etag'])
  const refused = call('GET', '/nowhere')
  expect(refused.headers['x-request-id']).toBe(refused.body.request_id)
})

function eventsFirstPage(contactId: string) {
  return call('GET', `/events?type=user&intercom_user_id=${contactId}`).body
}
