import { describe, expect, test } from 'vitest'
import { readClaims } from './read-claims.ts'
import type { OpenIdSettings } from './settings.ts'

const settings: Omit<OpenIdSettings, 'clientSecret'> = {
  issuer: new URL('https://id.example'),
  clientId: 'latchkey',
  scope: 'openid',
  tenantClaim: null,
  rolesClaim: 'roles',
  adminRole: 'latchkey-admin',
  teamsClaim: 'groups',
}
const read = (claims: object, own: Partial<typeof settings> = {}) =>
  readClaims({ sub: 'ada', ...claims }, { ...settings, ...own })

describe('whom claims speak of', () => {
  test.each([
    [{ name: ' Ada\u0000 Lovelace ', preferred_username: 'ada', email: 'a@example.org' }, 'Ada Lovelace'],
    [{ name: '', preferred_username: 'ada.l' }, 'ada.l'],
    [{ name: 7, email: 'a@example.org' }, 'a@example.org'],
    [{ name: '\u200b' }, 'ada'],
    [{ name: '🙂'.repeat(200) }, '🙂'.repeat(120)],
  ])('%j has a name', (claims, name) => {
    expect(read(claims)?.name).toBe(name)
  })

  test.each([
    [{ roles: ['latchkey-admin'] }, 'roles', 'admin'],
    [{ roles: 'reader latchkey-admin' }, 'roles', 'admin'],
    [{ roles: ['latchkey-administrator'] }, 'roles', 'member'],
    [{ roles: { 'latchkey-admin': true } }, 'roles', 'member'],
    [{}, 'roles', 'member'],
    [{ realm_access: { roles: ['latchkey-admin'] } }, 'realm_access.roles', 'admin'],
    [{ 'https://example.org/roles': ['latchkey-admin'] }, 'https://example.org/roles', 'admin'],
    [{}, 'constructor.name', 'member'],
  ] as const)('%j by the claim %s is a role of %s', (claims, rolesClaim, role) => {
    expect(read(claims, { rolesClaim })?.role).toBe(role)
  })

  test('is of the tenant that a claim names, or of none', () => {
    expect(read({})?.tenantId).toBe('local')
    expect(read({ org: 'acme' }, { tenantClaim: 'org' })?.tenantId).toBe('acme')
    for (const org of [undefined, '', 7, ['acme'], 'x'.repeat(256), 'a\0b', '\ud800']) {
      expect(read({ org }, { tenantClaim: 'org' })).toBeNull()
    }
  })

  test('has each team once, and not more of them than can be kept', () => {
    expect(read({ groups: ['b', 'a', 'b', 7, ''] })?.teams).toEqual(['b', 'a'])
    expect(read({ groups: Array.from({ length: 500 }, (_, index) => `t${index}`) })?.teams).toHaveLength(200)
  })

  test('is nobody without an id, nor with one that Latchkey itself has', () => {
    expect(readClaims({ name: 'Ada' }, settings)).toBeNull()
    expect(read({ sub: 'latchkey:watch' })).toBeNull()
  })

  test('is not whoever used Latchkey alone before, and owns what was made then', () => {
    expect(read({ sub: 'local' })).toBeNull()
    expect(read({ sub: 'local', org: 'local' }, { tenantClaim: 'org' })).toBeNull()
    expect(read({ sub: 'local', org: 'acme' }, { tenantClaim: 'org' })?.id).toBe('local')
  })
})
