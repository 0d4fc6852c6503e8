import { papersFor } from '../../models/paper.ts'
import { filesBefore, removeFile } from '../../models/paperFile.ts'

const papers = papersFor({ kind: 'service', name: 'sweeper' })
const day = 86_400_000

/**
 * Removes files that no paper names: uploads whose act failed, and files of papers that were removed. Files of the last
 * day stay, because an upload may be waiting for its act. Harmless in several processes. Gives how many it removed.
 */
export async function sweepFiles(now: Date): Promise<number> {
  const old = await filesBefore(new Date(now.getTime() - day))
  const named = new Set(await papers.files())
  const orphans = old.filter((file) => !named.has(file))
  for (const file of orphans) await removeFile(file).catch(() => undefined)
  return orphans.length
}
