import { regionInWords } from '../authenticate/account-words.ts'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { type Region, regionSchema } from '../../contract/region.ts'
import { Field } from '../ui/field.tsx'

type EndpointFieldProps = {
  connector: Connector
  credential: Credential
  region: Region | undefined
  isRefused: boolean
  isReadOnly: boolean
  onChange: (region: Region) => void
}

const LABEL = 'API Endpoint URL'

/** Which of the provider's hosts is called. */
export function EndpointField({ connector, credential, region, isRefused, isReadOnly, onChange }: EndpointFieldProps) {
  return (
    <Field
      label={LABEL}
      error={isRefused && `Latchkey does not know this ${LABEL}.`}
      hint={hintInWords(connector, credential, region)}
    >
      {(control) => (
        <select
          {...control}
          value={region}
          // A select cannot be read-only, and a disabled one would lose the focus.
          aria-disabled={isReadOnly}
          onChange={(event) => {
            const chosen = regionSchema.safeParse(event.target.value)
            if (chosen.success && !isReadOnly) onChange(chosen.data)
          }}
        >
          {connector.endpoints.map((endpoint) => (
            <option key={endpoint.region} value={endpoint.region}>
              {endpoint.url} ({regionInWords(connector, endpoint, 'name') ?? endpoint.region})
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** The credential's own region; where none is confirmed the connector's first, which is its default host. */
export function presetRegion(connector: Connector, credential: Credential): Region | undefined {
  const own = connector.endpoints.find((endpoint) => endpoint.region === credential.region)
  return (own ?? connector.endpoints[0])?.region
}

function hintInWords(connector: Connector, credential: Credential, region: Region | undefined): string {
  const own = regionInWords(connector, credential, 'name')
  if (!own) {
    return region === presetRegion(connector, credential)
      ? `This credential’s region is not confirmed. ${connector.name} passes calls to its default host on to the workspace’s own region.`
      : 'This credential’s region is not confirmed: a host of another region may refuse it.'
  }
  return region === credential.region
    ? `Preset from the credential’s region: ${own}.`
    : `The credential’s region is ${own}: a host of another region may refuse it.`
}
