import type { MakeStage } from './stage.ts'

/** Stages that mingo runs. */
export const tailStages: readonly (readonly [string, MakeStage])[] = []
