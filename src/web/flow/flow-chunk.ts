/** What the flow has of its own: one chunk, since each of two would carry what both of them share. */
export { AuthenticateScreen } from '../authenticate/authenticate-screen.tsx'
export { FlowScreens } from './flow-screens.tsx'
export { StepBar } from './step-bar.tsx'
