import type { Region } from '../contract/region.ts'
import { domainOf, draw, oneOf, type Workspace } from './workspace.ts'

/** `app.region` is a free string; these three are what integrators saw. */
const regionNames: Record<Region, string> = { us: 'US', eu: 'Europe', au: 'AU' }
const timezones: Record<Region, string> = { us: 'America/Los_Angeles', eu: 'Europe/Dublin', au: 'Australia/Sydney' }

/** `admin_with_app` of the description: the answer to `/me`. */
export function toAdminWithApp(workspace: Workspace) {
  const { id, name, email, job_title, has_inbox_seat, team_ids } = toAdmin(workspace, 0)
  return {
    type: 'admin',
    id,
    name,
    email,
    job_title,
    email_verified: true,
    has_inbox_seat,
    team_ids,
    avatar: { type: 'avatar', image_url: null },
    app: {
      type: 'app',
      id_code: workspace.id,
      name: workspace.name,
      region: regionNames[workspace.region],
      timezone: timezones[workspace.region],
      created_at: 1_560_000_000 + (draw(workspace, 'app', 0).readUInt32BE() % 150_000_000),
      identity_verification: false,
    },
  }
}

/** `admin_list` of the description; it has no pages. */
export function toAdminList(workspace: Workspace) {
  return { type: 'admin.list', admins: [0, 1, 2, 3].map((index) => toAdmin(workspace, index)) }
}

export function toAdmin(workspace: Workspace, index: number) {
  const bytes = draw(workspace, 'admin', index)
  const name = `${oneOf(givenNames, bytes, 4)} ${oneOf(familyNames, bytes, 5)}`
  return {
    type: 'admin',
    // A step apart, so that no two of a workspace can be drawn alike.
    id: String(100_000_000 + (draw(workspace, 'admin', 0).readUInt32BE() % 800_000_000) + index),
    name,
    email: `${name.toLowerCase().replace(' ', '.')}${index === 0 ? '' : index}@${domainOf(workspace)}`,
    job_title: oneOf(jobTitles, bytes, 6),
    away_mode_enabled: false,
    away_mode_reassign: false,
    has_inbox_seat: index !== 3,
    team_ids: [] as number[],
    avatar: null,
  }
}

const givenNames = ['Ines', 'Tomas', 'Priya', 'Kofi', 'Mei', 'Lars', 'Amara', 'Diego'] as const
const familyNames = ['Moreau', 'Novak', 'Iyer', 'Mensah', 'Tanaka', 'Lindqvist', 'Okafor', 'Reyes'] as const
const jobTitles = ['Support Lead', 'Customer Success Manager', 'Operations', 'Support Engineer'] as const
