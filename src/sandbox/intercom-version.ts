/** Versions that the description's `intercom_version` lists: 1.0 to 1.4, and 2.0 to 2.16. */
export function isIntercomVersion(version: string): boolean {
  const minor = /^(1|2)\.(0|[1-9]\d?)$/u.exec(version)
  return minor !== null && Number(minor[2]) <= (minor[1] === '1' ? 4 : 16)
}
