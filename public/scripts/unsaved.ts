const forms = new Set<HTMLFormElement>()

/** Notes whether a form holds text that the server has not got. While one does, the browser asks before it leaves. */
export function noteUnsaved(form: HTMLFormElement, unsaved: boolean): void {
  if (unsaved) forms.add(form)
  else forms.delete(form)
}

/** Whether some form of this page holds text that the server has not got. */
export const hasUnsaved = (): boolean => forms.size > 0

window.addEventListener('beforeunload', (event) => {
  if (hasUnsaved()) event.preventDefault()
})
