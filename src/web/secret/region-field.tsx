import { useFormContext, useFormState, useWatch } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import { Field } from '../ui/field.tsx'
import { inputWords } from './input-words.ts'
import type { SecretValues } from './secret-values.ts'

const LABEL = 'Region'

export function RegionField({ connector, readOnly }: { connector: Connector; readOnly: boolean }) {
  const { control: form, register } = useFormContext<SecretValues>()
  const registered = register('region')
  const region = useWatch({ control: form, name: 'region' })
  const { errors } = useFormState<SecretValues>({ name: 'region' })
  const code = errors.region?.message
  return (
    <Field
      label={LABEL}
      error={code && inputWords(code, LABEL)}
      hint={`Automatic asks ${connector.name} and goes where the account is. Choose a region only where your network or your rules call for it.`}
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
