export { ConnectFields } from './connect-fields.tsx'
export { SetUpNeeded } from './set-up-needed.tsx'
