import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Credential } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { verdictSchema } from '../../contract/verdict.ts'
import { credentialPath } from './credential-path.ts'
import { request } from './request.ts'

/** Asks the provider whether a credential's token still works; its status moves with the verdict. */
export function useCheckCredential() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<Credential, 'id'>) =>
      request(credentialPath(endpoints.credentialCheck, id), { method: 'POST', schema: verdictSchema }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['credentials'] })
      void client.invalidateQueries({ queryKey: ['credential-events'] })
      void client.invalidateQueries({ queryKey: ['resources'] })
    },
  })
}
