/** To the mail server, or the directory, in `SMTP_URL`. What speaks to it is loaded only where there is one. */
export async function openOutlet({ url }, issuer) {
    if (url.startsWith("file:"))
        return (await import("./directory.js")).openDirectory(url, issuer);
    return (await import("./smtp.js")).connectSmtp(url, issuer);
}
//# sourceMappingURL=outlet.js.map