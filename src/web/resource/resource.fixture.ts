import { problems } from '../../contract/problems.ts'
import type { EditResource, Resource } from '../../contract/resource.ts'
import type { FakeLatchkey } from '../app.fixture.tsx'

type Call = { call: string; ifMatch: string | null; body: unknown }

/** What the fake answers about one source or destination; undefined for what is none of its matters. */
export function answerResource(latchkey: FakeLatchkey, { call, ifMatch, body }: Call): Response | undefined {
  const resource = latchkey.resources.find(({ id }) => call.endsWith(`/api/resources/${id}`))
  if (!resource) return undefined
  if (call.startsWith('GET')) return Response.json(resource)
  if (ifMatch !== resource.etag) {
    const code = 'changed_meanwhile'
    return Response.json({ type: 'about:blank', code, ...problems[code] }, { status: problems[code].status })
  }
  if (call.startsWith('DELETE')) {
    latchkey.resources = latchkey.resources.filter(({ id }) => id !== resource.id)
    return Response.json(resource)
  }
  const { kind: _, credentialId, ...changes } = body as EditResource
  const credential = latchkey.credentials.find(({ id }) => id === credentialId) ?? resource.credential
  return Response.json(changeResource(latchkey, resource, { ...(changes as Partial<Resource>), credential }))
}

/** As somebody else, in another browser, changes a resource. */
export function changeResource(latchkey: FakeLatchkey, resource: Resource, differences: Partial<Resource>): Resource {
  const { configuration = resource.configuration } = differences
  const request = configuration && { method: 'GET', path: configuration.path }
  const changed = { ...resource, ...differences, request, etag: `"${Number(resource.etag.slice(1, -1)) + 1}"` }
  latchkey.resources = latchkey.resources.map((other) => (other.id === changed.id ? changed : other))
  return changed
}
