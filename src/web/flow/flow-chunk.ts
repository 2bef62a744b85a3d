/** What the flow has of its own: one chunk, since each of two would carry what both of them share. */
export { FlowScreens } from './flow-screens.tsx'
export { StepBar } from './step-bar.tsx'
