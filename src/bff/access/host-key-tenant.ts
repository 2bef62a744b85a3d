import type { HostKey } from '../store/host-keys.ts'
import { LOCAL_TENANT } from './principal.ts'

/**
 * Whether a host key is for a tenant. One that is for any is for a product's own: the machine's is not among them, whose
 * person `local` owns what was made there before there was a product, and whom its server could name otherwise.
 */
export function isOfTenant({ tenantId }: Pick<HostKey, 'tenantId'>, tenant: string): boolean {
  return tenantId === null ? tenant !== LOCAL_TENANT : tenantId === tenant
}
