/** All that the browser runs. Every page works without it; this makes some of them more comfortable. */
import { createAll, ErrorSummary, Header, NotificationBanner, SkipLink } from 'nhsuk-frontend'
import { autosave } from './autosave.ts'
import { clocks } from './clocks.ts'
import { idleWarning } from './idle.ts'
import { passkeys } from './passkeys.ts'
import { printButtons } from './printing.ts'
import { sendOnce } from './sending.ts'
import { keepTyped } from './typed.ts'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')

for (const Component of [ErrorSummary, Header, NotificationBanner, SkipLink]) createAll(Component)
keepTyped(document)
sendOnce(document)
clocks(document)
printButtons(document)
idleWarning(document.body)
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-autosave-url]')) autosave(form)
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) passkeys(form)
