const about = (title: string) => ({ page: { title, breadcrumbs: [] } })

/** What the service does for confidentiality, and what it does not. */
export const promisePage = about('How confidentiality works')

/** Who answers for this installation, as its settings say: a name, and an e-mail address. */
type Controller = { readonly name: string; readonly contact: string }

const answering = ({ name, contact }: Controller) => ({ controller: name, contact, write: `mailto:${contact}` })

/** The privacy notice of the body that runs the service. */
export const privacyPage = (controller: Controller) => ({ ...about('Privacy'), ...answering(controller) })

/** The accessibility statement, in the form for public sector bodies. */
export const accessibilityPage = (controller: Controller) => ({
  ...about('Accessibility statement'),
  ...answering(controller),
})
