import { list } from './list.ts'

/** What a speaker contributes: with a possessive ("UNISON's concern") or "from" they make a speaker. */
export const CONTRIBUTIONS = list(`
  view views viewpoint viewpoints opinion opinions concern concerns question questions comment comments suggestion suggestions point points remark remarks worry worries fear fears objection objections
  challenge challenges argument arguments contribution contributions observation observations query queries disagreement dissent unease frustration frustrations anger reservation reservations doubt doubts scepticism
  feedback intervention interventions stance perspective perspectives standpoint anxiety anxieties opposition support thanks gratitude apology apologies request requests proposal proposals offer offers position demand demands
  complaint complaints criticism criticisms reply response responses answer answers reaction reactions agreement assurance assurances reassurance undertaking insistence hope hopes plea pleas warning warnings preference preferences
  counter-proposal counterproposal contention assertion claim claims belief beliefs disappointment dismay reluctance willingness enthusiasm welcome amendment amendments caveat caveats reading take thinking reasoning idea ideas
  recommendation recommendations advice input representations account example examples explanation summary update presentation rebuttal pushback hesitation refusal acceptance motion remit words interruption contributions experience experiences commitment commitments concession concessions threat threats protest protests outburst pledge pledges promise promises walkout summing line assessment analysis resistance bewilderment sympathy caution dissatisfaction discomfort regret regrets misgivings qualms relief surprise applause
`)

/** Of these, what an organisation also has in the ordinary way of business: a warning only, unless the sentence says more. */
export const WEAK_CONTRIBUTIONS = list(`
  support offer offers response responses position claim claims update presentation challenge challenges input summary example examples account experience experiences agreement recommendation recommendations advice remit
  line assessment analysis commitment commitments pledge pledges promise promises welcome reading take words contribution contributions acceptance demand demands motion undertaking feedback proposal proposals answer thinking
`)

/** Documents: whoever is quoted from one of these is a published source. */
export const DOCUMENTS = list(`
  report reports guidance guide survey surveys paper papers strategy website webpage site page publication publications statement letter letters circular bulletin newsletter release handbook framework accounts
  consultation document documents study research data statistics figures toolkit plan plans briefing evidence submission policy policies manifesto charter standard standards article blog book journal magazine
  directive advisory notice leaflet poster campaign analysis review inquiry white green agreement regulations act code tweet post interview podcast video webinar constitution minutes dashboard
`)

/** After "in its", "on its", "through a": where an organisation speaks to the public. */
export const PUBLIC_PLACES = list(`
  report website webpage guidance survey strategy accounts release publication bulletin newsletter handbook briefing submission evidence manifesto blog article statement study research response consultation
  plan tweet post interview podcast toolkit framework letter papers press parliament hansard court tribunal media conference congress speech journal review circular online paper case minutes consultation
`)

/** Words that say a text is open to all. */
export const PUBLISHED = list(
  `published publicly press website online media bbc hsj hansard parliament tribunal publication publishes publish news newspaper guardian times social facebook linkedin twitter congress gov.uk`,
)

/** After an office or organisation: business about the post, not somebody speaking. */
export const POST_WORDS = list(
  `post posts vacancy vacancies role roles job recruitment appointment recruit advertised advertise interviews interview grade banding salary nominate nominated nominations nominee seat seats place places invited invite appointed appoint elect elected election identify sought induction)`,
)
