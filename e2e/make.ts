import { randomUUID } from 'node:crypto'
import { type Credential, credentialSchema } from '../src/contract/credential.ts'
import { endpoints } from '../src/contract/endpoints.ts'
import { type Resource, resourceSchema } from '../src/contract/resource.ts'
import type { Latchkey } from './fixture.ts'

/** A token that nobody else has, of the workspace of that identifier, which the sandbox accepts. */
export function makeToken(workspace: string = randomUUID(), ending = 0): string {
  return Buffer.from(`tok:${workspace.replaceAll('-', '_')}:1:${ending}`).toString('base64')
}

/** Saved as a person would, but past the page: where the saving is not what a test is about. */
export async function makeCredential(
  latchkey: Latchkey,
  { token = makeToken(), ...values }: { name: string; token?: string } & Record<string, unknown>,
): Promise<Credential> {
  const body = { connector: 'intercom', secret: { accessToken: token }, ...values }
  return credentialSchema.parse(await post(latchkey, endpoints.credentials, body))
}

export async function makeSource(latchkey: Latchkey, { id }: Credential, name: string): Promise<Resource> {
  const body = { kind: 'source', connector: 'intercom', credentialId: id, name }
  return resourceSchema.parse(await post(latchkey, endpoints.resources, body))
}

async function post({ origin, cookie }: Latchkey, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(origin + path, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', 'latchkey-client': 'e2e', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer.json()
}
