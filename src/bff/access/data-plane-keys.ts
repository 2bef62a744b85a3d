/** Whose key it is, and for what. */
export interface DataPlaneKey {
  id: string
  tenantId: string
  connector: string
}

/** Who may use the proxy. */
export interface DataPlaneKeys {
  /**
   * By the header `Authorization`. A key that was found is believed for a second: revoked, it is refused on every instance
   * within that time. Null for what is no key, or is revoked.
   */
  authenticate(authorization: string | undefined): DataPlaneKey | null | Promise<DataPlaneKey | null>
}
