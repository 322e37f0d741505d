import { describe, expect, it } from "vitest";
import { contrast, inkOn } from "../../src/http/branding.js";
import { linkSecondsOf, mailKinds } from "../../src/mail/kinds.js";
import { type MailToRender, renderMail } from "../../src/mail/render-mail.js";

const issuer = "https://auth.example.com";
const branding = {
  name: `A & B "Notes" <x>`,
  accent: { light: "#0b5d3b", dark: "#7fd0a0" },
  logo: null,
} as const;
const link = `${issuer}/reset?token=${"A".repeat(43)}`;
const render = (mail: Partial<MailToRender> = {}) =>
  renderMail({ kind: "password_reset", language: "en", link, linkSeconds: 1799, ...mail }, branding, issuer);

describe("A mail", () => {
  const kindsInLanguages = mailKinds.flatMap((kind) => ["en", "de"].map((language) => ({ kind, language })));

  it.each(kindsInLanguages)("of kind $kind says the same as text and as HTML, in $language", (of) => {
    const hasLink = linkSecondsOf(of.kind) !== null;
    const mail = render({
      ...of,
      ...(!hasLink && { link: `${issuer}/login` }),
      values: { at: "2027-05-03T14:05:00Z" },
      notices: [{ at: "2027-05-03T14:05:00Z", event: "sign_in.new_device" }],
    });
    expect(mail.language).toBe(of.language);
    expect(mail.html).toContain(`<html lang="${of.language}">`);
    expect(mail.subject).not.toMatch(/[\r\n]|undefined|\?/);
    expect(`${mail.text}${mail.html}`).not.toMatch(/undefined|\[object|NaN| \?\.|\t/);
    expect(mail.text.includes(link)).toBe(hasLink);
    expect(mail.html.includes(`href="${link}"`)).toBe(hasLink);
    const words = (text: string) => text.replaceAll(/\s+/g, " ");
    const fromHtml = mail.html
      .replace(/<head>[\s\S]*<\/head>/, "")
      .replaceAll(/<[^>]+>/g, " ")
      .replaceAll("&quot;", '"')
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
    const parts = mail.text.trim().split("\n\n");
    for (const part of parts.slice(0, -1)) expect(words(fromHtml)).toContain(words(part).trim());
  });

  it("says how much longer its link works", () => {
    expect(render().text).toContain("for 30 minutes.");
    expect(render({ linkSeconds: 300, language: "de" }).text).toContain("5 Minuten lang.");
    expect(render({ kind: "invitation", linkSeconds: 7 * 86_400 }).text).toContain("for 7 days.");
  });

  it.each([
    ["de", "de"],
    ["de-AT", "de"],
    ["DE_ch", "de"],
    ["fr", "en"],
    ["", "en"],
    ["constructor", "en"],
  ])("is in the language that it has for %j", (asked, language) => {
    expect(render({ language: asked }).language).toBe(language);
  });

  it("loads nothing and leads nowhere but to the issuer", () => {
    for (const { kind, language } of kindsInLanguages) {
      const { html, text } = render({ kind, language });
      expect(html).not.toMatch(
        /<(img|link|script|iframe|object|form|base|meta http-equiv)|src=|url\(|@import|\son\w+=/i,
      );
      const addresses = `${html}${text}`.match(/\b(https?:|\/\/|mailto:)[^\s"<]*/g) ?? [];
      expect(
        addresses.filter((address) => !address.startsWith(issuer) && address !== "//auth.example.com"),
      ).toEqual([]);
    }
  });

  it.each([
    "https://evil.example/reset",
    "https://auth.example.com.evil.example/",
    "https://auth.example.com@evil.example/",
    "javascript:alert(1)",
  ])("is not written with the link %s", (elsewhere) => {
    expect(() => render({ link: elsewhere })).toThrow("is not on https://auth.example.com");
  });

  it("takes whatever is in it as text", () => {
    const mail = render({
      kind: "notice",
      notices: [{ event: `<img src=x onerror=alert(1)> ${issuer}/"><script>`, at: "2027-05-03T14:05:00Z" }],
    });
    expect(mail.html).not.toMatch(/<img|<script|onerror=alert\(1\)>/);
    expect(mail.html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(mail.html).toContain("A &amp; B &quot;Notes&quot; &lt;x&gt;");
  });

  it("names the time of a notice in the user's own zone, too, if there is such a zone", () => {
    const notices = [{ event: "password.changed", at: "2027-05-03T22:05:00Z", address: "192.0.2.1" }];
    const lineIn = (zoneinfo: string | null) =>
      render({ kind: "notice", link: `${issuer}/account/history`, notices, zoneinfo }).text.split("\n")[3];
    expect(lineIn(null)).toBe("3 May 2027 at 22:05 UTC, from 192.0.2.1");
    expect(lineIn("Europe/Berlin")).toBe("4 May 2027 at 00:05 (Europe/Berlin, 22:05 UTC), from 192.0.2.1");
    expect(lineIn("America/New_York")).toContain("(America/New York, 22:05 UTC)");
    for (const none of ["Mars/Base", "", "__proto__"]) expect(lineIn(none)).toBe(lineIn(null));
  });

  it("names times in UTC, in words", () => {
    const at = "2027-05-03T14:05:00Z";
    expect(render({ kind: "deletion_requested", values: { at } }).text).toContain(
      "on 3 May 2027 at 14:05 UTC.",
    );
    expect(render({ kind: "deletion_requested", language: "de", values: { at } }).text).toContain(
      "am 3. Mai 2027 um 14:05 UTC.",
    );
  });

  it("has the installation's colour, on both papers", () => {
    const { html } = render();
    expect(html).toContain(`background:${branding.accent.light}`);
    expect(html).toContain(`background:${branding.accent.dark}!important`);
    for (const color of Object.values(branding.accent))
      expect(contrast(inkOn(color), color)).toBeGreaterThan(4.5);
  });
});
