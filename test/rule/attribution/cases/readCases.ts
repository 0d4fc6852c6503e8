import { readFileSync } from 'node:fs'
import { attributionCheck } from '../../../../server/rule/attribution/check.ts'
import type { AttributionContext, Finding } from '../../../../server/rule/attribution/terms.ts'

/** A sentence of minutes and what in it must block: nothing when `blocks` is empty. */
export interface Case {
  readonly id: string
  readonly context: string
  readonly text: string
  readonly blocks: readonly string[]
}

const folder = new URL('./', import.meta.url)

export const contexts = JSON.parse(readFileSync(new URL('contexts.json', folder), 'utf8')) as Record<
  string,
  AttributionContext
>

export function contextNamed(name: string): AttributionContext {
  const context = contexts[name]
  if (context === undefined) throw new Error(`no context is called ${name}`)
  return context
}

export function readCases(name: string): Case[] {
  return readFileSync(new URL(`${name}.jsonl`, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case)
}

export const blocking = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ severity }) => severity === 'finding')

/** The text after every suggestion has been put in place. */
export function neutralised(text: string, findings: readonly Finding[]): string {
  return findings
    .toReversed()
    .reduce((now, { start, end, suggestion }) => now.slice(0, start) + suggestion + now.slice(end), text)
}

const checks = new Map<string, (text: string) => Finding[]>()

/** The check for a context of that name; its lexicon is made once. */
export function checkIn(name: string): (text: string) => Finding[] {
  const known = checks.get(name) ?? attributionCheck(contextNamed(name))
  checks.set(name, known)
  return known
}
