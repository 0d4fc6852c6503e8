import type { Operators } from '../scope.ts'

/** Operators that mingo evaluates. */
export const tail: Operators = []
