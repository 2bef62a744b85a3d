import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Grant } from '../../contract/access.ts'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Grantee } from '../api/credential-access.ts'
import { holdsSecret } from '../secret/holds-secret.ts'
import { accessNames } from './access-words.ts'
import { ChooseAccess } from './choose-access.tsx'
import { PeopleCombobox } from './people-combobox.tsx'

type ShareFormProps = {
  connector: Connector
  credential: Credential
  /** With whom it is shared already. */
  grants: Grant[]
  field: RefObject<HTMLInputElement | null>
  onShared: () => void
}

/** Finds somebody to share a credential with, and then asks what they may do: one after the other. */
export function ShareForm({ connector, credential, grants, field, onShared }: ShareFormProps) {
  const [picked, setPicked] = useState<Grantee | null>(null)
  const wasPicked = useRef(false)

  useEffect(() => {
    // Done with one, the person goes on with the next where they were.
    if (wasPicked.current && !picked) field.current?.focus()
    wasPicked.current = picked !== null
  }, [picked, field])

  function toRemark({ kind, id }: Grantee): string | null {
    if (kind === 'person' && id === credential.owner.id) return 'Owner already'
    const grant = grants.find(({ grantee }) => grantee.kind === kind && grantee.id === id)
    return grant ? `${accessNames[grant.access]} already` : null
  }

  if (!picked) {
    return (
      <PeopleCombobox
        ref={field}
        label="Share with people and teams"
        hint="Search by name. What they may do is asked next."
        among="people and teams"
        isSecret={(text) => holdsSecret(connector, text)}
        toRemark={toRemark}
        onPick={setPicked}
      />
    )
  }
  return (
    <ChooseAccess
      credential={credential}
      grantee={picked}
      onShared={() => {
        setPicked(null)
        onShared()
      }}
      onCancel={() => setPicked(null)}
    />
  )
}
