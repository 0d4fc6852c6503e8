/** A backup that cannot be used: damaged, cut off, of another kind, or for another passphrase. One line for a person. */
export class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged'
}
