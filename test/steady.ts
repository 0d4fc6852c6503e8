/** A page without what differs between any two requests: its reference, and when one will be signed out. */
export const steady = (page: string): string =>
  page
    .replaceAll(/Page reference: \w+/g, '')
    .replaceAll(/You will be signed out at [^<]*? in any case\./g, '')
    .replaceAll(/ data-idle-seconds="\d+"/g, '')
