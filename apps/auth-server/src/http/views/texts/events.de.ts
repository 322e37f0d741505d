/** Was mit einem Konto geschehen ist, auf Deutsch. */
import type { Events, Factors, OtherEnds } from "./events.en.js";

export const events: Events = {
  "consent.granted": "App zugelassen",
  "consent.withdrawn": "Einer App den Zugriff entzogen",
  "factor.added": "Zweiten Faktor hinzugefügt",
  "factor.recovered": "Mit einem Wiederherstellungscode angemeldet",
  "factor.refused": "Falscher zweiter Faktor",
  "factor.removed": "Zweiten Faktor entfernt",
  "identity.linked": "Mit einem anderen Anbieter verknüpft",
  "identity.unlinked": "Verknüpfung mit einem anderen Anbieter entfernt",
  "password.changed": "Passwort geändert",
  "session.created": "App angemeldet",
  "session.revoked": "Sitzung beendet",
  "sign_in.created": "Angemeldet",
  "sign_in.ended": "Abgemeldet",
  "sign_in.new_device": "Mit einem neuen Gerät angemeldet",
  "user.created": "Konto angelegt",
  "user.deletion_cancelled": "Löschung des Kontos zurückgenommen",
  "user.deletion_requested": "Löschung des Kontos verlangt",
  "user.disabled": "Konto gesperrt",
  "user.email_changed": "E-Mail-Adresse geändert",
  "user.email_verified": "E-Mail-Adresse bestätigt",
  "user.enabled": "Konto wieder freigegeben",
  "user.exported": "Daten exportiert",
  "user.updated": "Profil geändert",
};

export const otherEnds: OtherEnds = {
  client: "Die App hat sich abgemeldet.",
  client_deleted: "Die App wurde von diesem Dienst entfernt.",
  client_disabled: "Die App wurde abgeschaltet.",
  logout: "Sie haben sich abgemeldet.",
  resource_deleted: "Worauf die App Zugriff hatte, wurde von diesem Dienst entfernt.",
  sign_in_displaced: "Sie waren mit zu vielen Browsern angemeldet. Dieser war der erste davon.",
  user: "Sie haben es beendet.",
};

export const factors: Factors = {
  passkey: "Passkey",
  totp: "Authenticator-App",
  recovery_codes: "Wiederherstellungscodes",
};
