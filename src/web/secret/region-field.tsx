import { useFormContext, useFormState, useWatch } from 'react-hook-form'
import type { Connector, Method } from '../../contract/connector.ts'
import { Field } from '../ui/field.tsx'
import { inputWords } from './input-words.ts'
import type { SecretValues } from './secret-values.ts'

const LABEL = 'Region'

type RegionFieldProps = { connector: Connector; method: Method; readOnly: boolean }

export function RegionField({ connector, method, readOnly }: RegionFieldProps) {
  const { control: form, register } = useFormContext<SecretValues>()
  const registered = register('region')
  const region = useWatch({ control: form, name: 'region' })
  const { errors } = useFormState<SecretValues>({ name: 'region' })
  const code = errors.region?.message
  return (
    <Field
      label={LABEL}
      error={code && inputWords(code, LABEL)}
      hint={
        method === 'oauth'
          ? `Whose page opens. Automatic opens the one of ${connector.regions[0]?.name ?? 'the first region'}; for a workspace elsewhere choose its region before you connect.`
          : `Automatic asks ${connector.name} and goes where the account is. Choose a region only where your network or your rules call for it.`
      }
    >
      {(control) => (
        <select
          {...control}
          {...registered}
          value={region}
          // A select cannot be read-only, and a disabled one would lose the focus.
          aria-disabled={readOnly}
          onChange={(event) => {
            if (!readOnly) void registered.onChange(event)
          }}
        >
          <option value="auto">Automatic</option>
          {connector.regions.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
