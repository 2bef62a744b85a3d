import { useQuery } from '@tanstack/react-query'
import type { Connector } from '../../contract/connector.ts'
import { type CredentialFilters, ownersQuery } from '../api/credentials.ts'
import { changeFilter } from './credential-filters.ts'
import styles from './filter-bar.module.css'
import { SearchField } from './search-field.tsx'
import type { ChangeFilters } from './use-filters.ts'

type FilterBarProps = { connector: Connector; filters: CredentialFilters; onChange: ChangeFilters }

/** Finds a credential among many: by a word, by what it is, and by what comes first. */
export function FilterBar({ connector, filters, onChange }: FilterBarProps) {
  const owners = useQuery(ownersQuery(connector.id)).data ?? []
  const { status = '', region = '', owner = '', sort = 'status' } = filters
  const change = (name: keyof CredentialFilters) => (value: string) => onChange(changeFilter(filters, name, value))
  return (
    <search className={styles['bar']}>
      <SearchField
        connector={connector}
        value={filters.q ?? ''}
        onChange={(value, history) => onChange(changeFilter(filters, 'q', value), history)}
      />
      <Filter label="Status" value={status} options={[['', 'Any status'], ...statuses]} onChange={change('status')} />
      <Filter
        label="Region"
        value={region}
        options={[
          ['', 'Any region'],
          ...connector.regions.map(({ id, name }): Option => [id, name]),
          ['auto', 'Not confirmed'],
        ]}
        onChange={change('region')}
      />
      <Filter label="Sort" value={sort} options={sorts} onChange={change('sort')} />
      {/* Last, and in a place of its own on a narrow page: it may come when the others are there. */}
      {(owners.length > 1 || owner) && (
        <Filter
          label="Owner"
          value={owner}
          options={[
            ['', 'Any owner'],
            ...owners.map(({ id, name }): Option => [id, name]),
            // As a link that was passed on has it: of somebody who owns none any more, or until the owners have come.
            ...(owner && owners.every(({ id }) => id !== owner) ? [[owner, 'Another owner'] satisfies Option] : []),
          ]}
          onChange={change('owner')}
        />
      )}
    </search>
  )
}

type Option = [value: string, words: string]

const statuses: Option[] = [
  ['failed', 'Failed'],
  ['unverified', 'Not checked'],
  ['verified', 'Verified'],
]

const sorts: Option[] = [
  ['status', 'Urgent first'],
  ['-createdAt', 'Newest first'],
  ['name', 'By name'],
  ['-lastUsedAt', 'Last used first'],
]

type FilterProps = { label: string; value: string; options: Option[]; onChange: (value: string) => void }

function Filter({ label, value, options, onChange }: FilterProps) {
  return (
    <select
      className={styles['filter']}
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    >
      {options.map(([id, words]) => (
        <option key={id} value={id}>
          {words}
        </option>
      ))}
    </select>
  )
}
