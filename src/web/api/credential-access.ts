import { queryOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { type CredentialAccess, credentialAccessSchema, type Grant, type GrantedAccess } from '../../contract/access.ts'
import { credentialSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { credentialPath } from './credential-path.ts'
import { forgetCredential } from './credentials.ts'
import { isNotFound, request } from './request.ts'
import { retryOnce } from './retry-once.ts'

export type Grantee = Grant['grantee']

/** Who owns a credential, and with whom it is shared. */
export function credentialAccessQuery(id: string) {
  return queryOptions({
    queryKey: ['credential-access', id],
    queryFn: ({ signal }) =>
      request(credentialPath(endpoints.credentialAccess, id), { schema: credentialAccessSchema, signal }),
  })
}

/** Shares a credential, or changes what was shared. */
export function useShareCredential() {
  const client = useQueryClient()
  return useMutation({
    ...retryOnce,
    mutationFn: ({ id, grantee, access }: { id: string; grantee: Grantee; access: GrantedAccess }) =>
      request(grantPath(id, grantee), { method: 'PUT', body: { access }, schema: credentialAccessSchema }),
    onSuccess: (access, { id }) => showAccess(client, id, access),
    onSettled: (_access, _failure, { id }) => refresh(client, id),
  })
}

/**
 * Takes back what was shared. What is not shared any more counts as taken back: an answer may have been lost, or somebody
 * else was first.
 * @param onLost called, before the rest of the page is told, where whoever did it sees the credential no more
 */
export function useUnshareCredential(onLost: () => void) {
  const client = useQueryClient()
  return useMutation({
    ...retryOnce,
    /** @param isOwn the access of whoever asks: a team of theirs may leave them some all the same */
    mutationFn: async ({ id, grantee, isOwn }: { id: string; grantee: Grantee; isOwn: boolean }) => {
      await request(grantPath(id, grantee), { method: 'DELETE', schema: z.null() }).catch((failure: unknown) => {
        if (!isNotFound(failure)) throw failure
      })
      return { isLost: isOwn && (await isGone(id)) }
    },
    onSuccess({ isLost }, { id, grantee }) {
      if (isLost) {
        onLost()
        return forgetCredential(client, id)
      }
      client.setQueryData(
        credentialAccessQuery(id).queryKey,
        (access) => access && { ...access, grants: access.grants.filter((grant) => !isOf(grant, grantee)) },
      )
    },
    onSettled: (answer, _failure, { id }) => (answer?.isLost ? undefined : refresh(client, id)),
  })
}

/** Makes somebody else the owner. */
export function useHandOver() {
  const client = useQueryClient()
  return useMutation({
    ...retryOnce,
    mutationFn: ({ id, owner }: { id: string; owner: string }) =>
      request(credentialPath(endpoints.credentialOwner, id), {
        method: 'PUT',
        body: { owner },
        schema: credentialAccessSchema,
      }),
    onSuccess: (access, { id }) => showAccess(client, id, access),
    onSettled: (_access, _failure, { id }) => refresh(client, id),
  })
}

function grantPath(id: string, { kind, id: grantee }: Grantee): string {
  return credentialPath(endpoints.credentialGrant, id)
    .replace(':kind', kind)
    .replace(':grantee', encodeURIComponent(grantee))
}

function isOf({ grantee }: Grant, { kind, id }: Grantee): boolean {
  return grantee.kind === kind && grantee.id === id
}

async function isGone(id: string): Promise<boolean> {
  try {
    await request(credentialPath(endpoints.credential, id), { schema: credentialSchema })
    return false
  } catch (failure) {
    return isNotFound(failure)
  }
}

function showAccess(client: QueryClient, id: string, access: CredentialAccess): void {
  client.setQueryData(credentialAccessQuery(id).queryKey, access)
}

/** After a failure, too: a lost answer may have been another. */
function refresh(client: QueryClient, id: string): void {
  void client.invalidateQueries({ queryKey: ['credentials'] })
  void client.invalidateQueries({ queryKey: ['credential-events'] })
  void client.invalidateQueries({ queryKey: credentialAccessQuery(id).queryKey })
}
