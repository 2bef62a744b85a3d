import type { Connector, Method } from '../../contract/connector.ts'
import type { RegionChoice } from '../../contract/region.ts'
import type { RejectedReason, RestrictedReason, UnreachableReason } from '../../contract/verdict.ts'
import { type SecretNoun, secretNouns } from './secret-nouns.ts'

/** What has happened, in a sentence, and what it means for the person who reads it. */
export type Words = { title: string; text: string }

/**
 * @param region the one that was asked for
 * @param subject what is not accepted
 */
export function rejectedWords(
  reason: RejectedReason,
  connector: Connector,
  region: RegionChoice,
  subject = 'this token',
): Words {
  const { name } = connector
  switch (reason) {
    case 'invalid':
      return {
        title: `${name} does not accept ${subject}.`,
        text: 'A part of it may be missing, or a newer one has replaced it. Copy it again, whole: the guide shows where.',
      }
    case 'revoked':
      return {
        title: `${name} no longer accepts ${subject}: it was revoked.`,
        text: 'It may have been blocked or have expired, too. Copy the current token: the guide shows where.',
      }
    case 'suspended':
      return {
        title: `${name} has suspended ${subject}.`,
        text: `Whoever looks after the app at ${name} can find out why. Until then no token of that app works.`,
      }
    case 'invalid_or_other_region':
      return {
        title: `${name} does not accept ${subject} in ${regionInWords(connector, region)}.`,
        text: `It is not valid, or belongs to a workspace in another region: ${name} does not say which. Choose another region, or Automatic, under Advanced settings, or copy the token again.`,
      }
  }
}

export function restrictedWords(reason: RestrictedReason, { name }: Connector, method: Method = 'access_token'): Words {
  switch (reason) {
    case 'scope':
      return {
        title: `${name} knows this ${secretNouns[method]}, but it lacks a permission.`,
        text: `${method === 'oauth' ? `Whoever runs Latchkey adds the permission to its app at ${name}; connect again then.` : `Add the permission at ${name}, regenerate the token, and paste the new one.`} Taken as it is, only what needs this permission fails: everything else may work.`,
      }
    case 'plan':
      return {
        title: `${name} knows this ${secretNouns[method]}, but the workspace’s plan does not allow the call.`,
        text: `A different plan at ${name} would. Taken as it is, whatever the plan does not include will fail.`,
      }
    case 'token_unauthorized':
      return {
        title: `${name} answered “token_unauthorized”.`,
        text: `That may mean that the token lacks a permission, or that ${name} cannot read it: ${name}’s own pages disagree. If you are sure of the token, go on with it as it is; its tile will say that it is limited.`,
      }
  }
}

export function throttledWords({ name }: Connector, noun: SecretNoun = 'token'): Words {
  return {
    title: `${name} asks to wait before the next call.`,
    text: `The app or its workspace has used up its calls for the moment. This says nothing about the ${noun}.`,
  }
}

export function unreachableWords(reason: UnreachableReason, { name }: Connector, noun: SecretNoun = 'token'): Words {
  switch (reason) {
    case 'dns':
      return {
        title: `${name} could not be found.`,
        text: `Latchkey’s server found no address for ${name}’s host name: its network or DNS is at fault, not the ${noun}.`,
      }
    case 'refused':
      return {
        title: `${name} could not be reached.`,
        text: `The call was refused or broken off, by a firewall perhaps. This says nothing about the ${noun}.`,
      }
    case 'tls':
      return {
        title: `${name} could not be reached securely.`,
        text: `What answered has no certificate that Latchkey trusts, so the token was not sent to it.`,
      }
    case 'timeout':
      return {
        title: `${name} did not answer in time.`,
        text: `Latchkey gave it ten seconds. This says nothing about the ${noun}.`,
      }
    case 'server_error':
      return {
        title: `${name} has a problem of its own.`,
        text: `It answered with a server error. This says nothing about the ${noun}.`,
      }
    case 'unexpected_answer':
      return {
        title: `${name} gave an answer that is none.`,
        text: `Latchkey could make nothing of it: a proxy or a maintenance page may have answered in ${name}’s place. This says nothing about the ${noun}.`,
      }
  }
}

function regionInWords(connector: Connector, region: RegionChoice): string {
  const chosen = connector.regions.find(({ id }) => id === region)
  return chosen ? `the chosen region (${chosen.name})` : 'the region that was asked'
}
