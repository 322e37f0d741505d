/** Was die Seiten für Geräte sagen, auf Deutsch. */
import type { deviceGrantEn } from "./en-device-grant.js";

export const deviceGrantDe: typeof deviceGrantEn = {
  title: "Gerät verbinden",
  enter: "Geben Sie den Code ein, den Ihr Gerät oder Ihre Kommandozeile anzeigt.",
  code: "Code",
  wrong:
    "Mit diesem Code wartet kein Gerät. Prüfen Sie ihn, oder lassen Sie sich vom Gerät einen neuen geben.",
  goOn: "Weiter",
  allowTitle: (client) => `${client} verbinden?`,
  compare: "Zeigt Ihr Gerät diesen Code?",
  onlyYours:
    "Erlauben Sie das nur, wenn Sie es gerade selbst begonnen haben, auf einem eigenen Gerät. Hat jemand Sie hierher geschickt, dann lehnen Sie ab.",
  asked: "Angefragt",
  from: "Von",
  device: "Gerät",
  deny: "Ablehnen",
  allowed: "Gerät verbunden",
  denied: "Abgelehnt",
  goBack: (client) => `Sie können zu ${client} zurückkehren: Dort geht es von selbst weiter.`,
  nothingGiven: (client) => `${client} hat keinen Zugriff auf Ihr Konto erhalten.`,
  toAccount: "Zu Ihrem Konto",
};
