import type { Credential } from '../../contract/credential.ts'
import type { HostPage } from './host-page.ts'

/** Tells the host what was chosen: what its page may know, and nothing else of a credential. */
export function tellSelected(host: HostPage, { id, name, connector, region, status }: Credential): void {
  host.send({ type: 'selected', credential: { id, name, connector, region, status } })
}
