import ipaddr from 'ipaddr.js'

/** Whether an address is out on the internet: no loopback, private, link-local, mapped or reserved one. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  // `process` turns an IPv4 address mapped into IPv6 back into itself.
  return ipaddr.process(address).range() === 'unicast'
}
