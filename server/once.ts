/**
 * Runs an act that a form may send twice: when it fails because it has been done already, that is success. The form
 * carries the new record's id, made when it was shown.
 * @param work the act
 * @param done whether the record of that id is there; asked only after a failure
 */
export async function once(work: () => Promise<unknown>, done: () => Promise<boolean>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(await done())) throw error
  }
}
