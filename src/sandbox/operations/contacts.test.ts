import { expect, test } from 'vitest'
import { startCalling } from '../calls.fixture.ts'

const now = 1_790_000_000
const call = startCalling('accepted', { clock: () => now * 1_000 })

test('a contact that is made is there, first in the list, until it is deleted', () => {
  const total = call('GET', '/contacts').body.total_count
  const made = call('POST', '/contacts', { email: 'new@example.com', name: 'New', custom_attributes: { plan: 'Team' } })
  expect(made).toMatchObject({
    status: 200,
    body: {
      role: 'user',
      name: 'New',
      email_domain: 'example.com',
      created_at: now,
      custom_attributes: { plan: 'Team' },
    },
  })
  const path = `/contacts/${made.body.id}`
  expect(call('GET', path)).toMatchObject({ status: 200, body: made.body })
  expect(call('GET', '/contacts?per_page=1').body).toMatchObject({ total_count: total + 1, data: [made.body] })

  expect(call('DELETE', path).body).toEqual({ type: 'contact', id: made.body.id, external_id: null, deleted: true })
  expect(call('GET', path)).toMatchObject({ status: 404, body: { errors: [{ message: 'User Not Found' }] } })
  expect(call('DELETE', path).status).toBe(404)
  expect(call('GET', '/contacts').body.total_count).toBe(total)
})

test('an update changes what it names and leaves the rest, and PATCH is no update', () => {
  const {
    id,
    email,
    custom_attributes: attributes,
  } = call('GET', '/contacts').body.data.find((each: { role: string }) => each.role === 'user')
  expect(call('PUT', `/contacts/${id}`, { name: null, custom_attributes: { team_mates: 40 } })).toMatchObject({
    status: 200,
    body: { id, email, name: null, updated_at: now, custom_attributes: { ...attributes, team_mates: 40 } },
  })
  expect(call('PATCH', `/contacts/${id}`, { name: 'Other' }).status).toBe(404)
  expect(call('GET', `/contacts/${id}`).body.name).toBeNull()
})

test('two users share neither an email, whatever its capitals, nor an external id, not even with an archived one', () => {
  const { id } = call('POST', '/contacts', { email: 'twin@example.com', external_id: 'twin' }).body
  const refusal = {
    status: 409,
    body: { errors: [{ code: 'conflict', message: `A contact matching those details already exists with id=${id}` }] },
  }
  expect(call('POST', '/contacts', { email: 'TWIN@example.com' })).toMatchObject(refusal)
  expect(call('POST', '/contacts', { external_id: 'twin' })).toMatchObject(refusal)
  const other = call('POST', '/contacts', { email: 'other@example.com' }).body
  expect(call('PUT', `/contacts/${other.id}`, { external_id: 'twin' })).toMatchObject(refusal)
  expect(call('PUT', `/contacts/${id}`, { external_id: 'twin' }).status).toBe(200)
  const lead = { role: 'lead', email: 'twin@example.com', external_id: 'lead' }
  expect(call('POST', '/contacts', lead).status).toBe(200)
  expect(call('GET', '/contacts/find_by_external_id/lead').status).toBe(404)

  expect(call('POST', `/contacts/${id}/archive`).body).toMatchObject({ id, archived: true })
  expect(call('GET', `/contacts/${id}`).status).toBe(404)
  expect(call('POST', '/contacts', { external_id: 'twin' }).body.errors[0].message).toMatch(/^An archived contact/u)
  expect(call('POST', `/contacts/${id}/unarchive`).body).toMatchObject({ id, archived: false })
  expect(call('GET', '/contacts/find_by_external_id/twin').body.id).toBe(id)
})

test.each([
  [{}, 'parameter_not_found', undefined],
  [{ name: 'Nobody' }, 'parameter_not_found', undefined],
  [{ email: 7 }, 'parameter_invalid', 'email'],
  [{ role: 'owner' }, 'parameter_invalid', 'role'],
  [{ role: 'lead', email_verified: true }, 'parameter_invalid', 'email_verified'],
  [{ role: 'lead', owner_id: '1' }, 'parameter_invalid', undefined],
  [[], 'parameter_invalid', undefined],
  ['{"email":', 'bad_request', undefined],
] as const)('%j makes no contact: 400 %s', (sent, code, field) => {
  expect(call('POST', '/contacts', sent)).toMatchObject({
    status: 400,
    body: { type: 'error.list', errors: [{ code, ...(field && { field }) }] },
  })
})

test('a workspace keeps a thousand contacts: the oldest gives way', () => {
  const fill = startCalling()
  const { data, total_count: total } = fill('GET', '/contacts?per_page=150').body
  const oldest = data.at(-1).id
  for (let count = total; count < 1_000; count += 1) fill('POST', '/contacts', { role: 'lead' })
  expect(fill('GET', `/contacts/${oldest}`).status).toBe(200)
  fill('POST', '/contacts', { role: 'lead' })
  expect(fill('GET', `/contacts/${oldest}`).status).toBe(404)
  expect(fill('GET', '/contacts').body.total_count).toBe(1_000)
})
