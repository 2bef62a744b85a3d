import { useId } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { RadioCard } from '../ui/radio-card.tsx'
import styles from './installation-choice.module.css'

type InstallationChoiceProps = {
  connector: Pick<Connector, 'name'>
  credential: Pick<Credential, 'account'>
  isKept: boolean
  isReadOnly: boolean
  onChange: (isKept: boolean) => void
}

/** What becomes, at the provider, of the app by which a credential works that is deleted. */
export function InstallationChoice({ connector, credential, isKept, isReadOnly, onChange }: InstallationChoiceProps) {
  const name = useId()
  const workspace = credential.account?.workspaceName ?? credential.account?.workspaceId
  const ways = [
    {
      isKept: false,
      value: 'uninstall',
      label: 'Uninstall it',
      text: `Its token never works again. A restored credential has to be connected again.`,
    },
    {
      isKept: true,
      value: 'keep',
      label: 'Keep the installation',
      text: `Latchkey stops using it, and ${connector.name} still lists it. A restored credential works as before.`,
    },
  ]
  return (
    <fieldset className={styles['choice']} aria-disabled={isReadOnly}>
      <legend className={styles['legend']}>
        Latchkey’s app{' '}
        {workspace ? (
          <>
            in “<bdi>{workspace}</bdi>”
          </>
        ) : (
          'in its workspace'
        )}{' '}
        at {connector.name}
      </legend>
      {ways.map((way) => (
        <RadioCard
          key={way.value}
          name={name}
          value={way.value}
          label={way.label}
          isChecked={way.isKept === isKept}
          isReadOnly={isReadOnly}
          onChoose={() => onChange(way.isKept)}
        >
          {way.text}
        </RadioCard>
      ))}
    </fieldset>
  )
}
