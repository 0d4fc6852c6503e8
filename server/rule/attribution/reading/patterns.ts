/** What Markdown marks its lines and inline constructs with. Sticky patterns are tried at one place and never search. */

export const ENTITY = /&(?:#\d{1,8};?|#[xX][\da-fA-F]{1,7};?|[a-zA-Z][a-zA-Z\d]{1,31};)/y
export const AUTOLINK = /<([a-zA-Z][a-zA-Z\d+.-]{1,31}:[^\s<>]*|[^\s<>@]{1,64}@[^\s<>]{1,255})>/y
export const RULE = /[ \t]*(?:[-*_=][ \t]*){2,}(?:\r?\n|$)/y
export const TABLE_RULE = /[ \t]*\|?[ \t]*:?-[-|: \t]*\r?(?:\n|$)/y
export const MARKER =
  /[ \t]*(?:(>)|[-*+](?=[ \t])(?:[ \t]+\[[ xX]\](?=\s))?|\d{1,9}[.)](?=[ \t])|#{1,6}(?=[ \t])|\[\^[^\]\s]{1,64}\]:)/y
export const BLANK = /[ \t]*(?:\r?\n|$)/y
export const FENCE = /[ \t]*(?:`{3,}|~{3,}|:{3,})/y
export const DEFINITION =
  /[ \t]*\[([^\]\n^][^\]\n]{0,200})\]:[ \t]*<?([^\s<>]{1,2048})>?(?:[ \t]+["'(]([^\n]{0,1024}?)["')])?[ \t]*(?=\r?\n|$)/y
export const DEFINED = /^(?:[ \t]|>)*\[([^\]\n^][^\]\n]{0,200})\]:/gm
export const PUNCTUATION = /[!-/:-@[-`{-~]/
