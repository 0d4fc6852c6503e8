const about = (title: string) => ({ page: { title, breadcrumbs: [] } })

/** What the service does for confidentiality, and what it does not. */
export const promisePage = about('How confidentiality works')

/** The privacy notice of the body that runs the service. */
export const privacyPage = about('Privacy')

/** The accessibility statement, in the form for public sector bodies. */
export const accessibilityPage = about('Accessibility statement')
