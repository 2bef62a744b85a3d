import { useFormState } from 'react-hook-form'
import { DESCRIPTION_LENGTH, NAME_LENGTH } from '../../contract/text.ts'
import { labels, textWords } from '../secret/text-words.ts'
import { Field } from '../ui/field.tsx'
import { useCharactersLeft } from './characters-left.ts'
import type { CredentialForm } from './use-credential-form.ts'

type TextFieldProps = { form: CredentialForm; readOnly: boolean; hint?: string | undefined }

export function NameField({ form, readOnly, hint }: TextFieldProps) {
  const { errors } = useFormState({ control: form.control, name: 'name' })
  const code = errors.name?.message
  return (
    <Field
      label={labels.name}
      required
      error={code && textWords(code, 'name')}
      hint={hint}
      note={useCharactersLeft(form, 'name', NAME_LENGTH)}
    >
      {(control) => (
        <input {...control} {...form.register('name')} readOnly={readOnly} type="text" autoComplete="off" dir="auto" />
      )}
    </Field>
  )
}

export function DescriptionField({ form, readOnly }: TextFieldProps) {
  const { errors } = useFormState({ control: form.control, name: 'description' })
  const code = errors.description?.message
  return (
    <Field
      label={labels.description}
      error={code && textWords(code, 'description')}
      hint="Recommended: what it is for, how fresh its data is. Others decide by it."
      note={useCharactersLeft(form, 'description', DESCRIPTION_LENGTH)}
    >
      {(control) => <textarea {...control} {...form.register('description')} readOnly={readOnly} rows={3} dir="auto" />}
    </Field>
  )
}
