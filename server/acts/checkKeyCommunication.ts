import type { KeyCommunication } from '../../models/keyCommunication.ts'
import type { Viewer } from '../policy/terms.ts'
import { attributionContextOf } from '../rule/attributionContext.ts'
import { checkAttribution } from '../rule/attribution/check.ts'
import type { Finding } from '../rule/attribution/terms.ts'

export type Checked = {
  /** Everything the check found, in the title and in the text. */
  readonly title: readonly Finding[]
  readonly text: readonly Finding[]
  /** What blocks: findings whose wording nobody asked to keep. */
  readonly standing: readonly Finding[]
}

/** Checks a key communication against everybody who takes part in its forum and meeting. */
export async function checkOf(
  viewer: Viewer,
  { forum, title, text, kept }: Pick<KeyCommunication, 'forum' | 'title' | 'text' | 'kept'>,
): Promise<Checked> {
  const context = await attributionContextOf(viewer, { forum })
  const found = { title: checkAttribution(title, context), text: checkAttribution(text, context) }
  const keeps = new Set(kept.map((wording) => wording.text))
  const standing = [...found.title, ...found.text].filter(
    (finding) => finding.severity === 'finding' && !keeps.has(finding.text),
  )
  return { ...found, standing }
}
