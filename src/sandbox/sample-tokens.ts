import type { Region } from '../contract/region.ts'
import type { Behaviour, Sandbox } from '../contract/sandbox.ts'
import { makeAccessToken, type Random } from './access-token.ts'
import { namedWorkspace, type Workspace } from './workspace.ts'

export type SampleToken = Sandbox['tokens'][number] & { workspace: Workspace }

/** One token a behaviour, `accepted` once a region; other ones at every start, so that none is worth keeping. */
export function makeSampleTokens(random: Random): SampleToken[] {
  return samples.map(([behaviour, region, expects, workspaceName]) => ({
    behaviour,
    region,
    expects,
    token: makeAccessToken(random),
    workspace: namedWorkspace(workspaceName, region),
  }))
}

const samples: [Behaviour, Region, SampleToken['expects'], string][] = [
  ['accepted', 'us', 'accepted', 'Northwind Outfitters'],
  ['accepted', 'eu', 'accepted', 'Nordlicht Kaffee'],
  ['accepted', 'au', 'accepted', 'Wattle Street Books'],
  // Intercom names a workspace's test twin after it, so that the name alone tells a person where they are writing.
  ['test_workspace', 'us', 'accepted', 'Northwind Outfitters [Test]'],
  ['invalid', 'us', 'rejected', 'Nobody'],
  ['revoked', 'us', 'rejected', 'Foxglove Florists'],
  ['suspended', 'us', 'rejected', 'Overdue Cinemas'],
  ['restricted', 'us', 'restricted', 'Granite Clinics'],
  ['throttled', 'us', 'throttled', 'Hurried Couriers'],
  ['slow', 'us', 'accepted', 'Longwall Archives'],
  ['hanging', 'us', 'unreachable', 'Pendulum Clocks'],
  ['server_error', 'us', 'unreachable', 'Flaky Pastries'],
  ['html_403', 'us', 'unreachable', 'Gatehouse Security'],
  ['garbage', 'us', 'unreachable', 'Static Radio'],
  ['redirect', 'us', 'unreachable', 'Detour Travel'],
  ['bomb', 'us', 'unreachable', 'Puffer Aquariums'],
  ['null_account', 'us', 'accepted', 'Blank Stationery'],
]
