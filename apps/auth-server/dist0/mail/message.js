/** The sender in `MAIL_FROM`. */
export function senderOf({ from }, name) {
    const [, named, address] = /^([^<>"]+) <([^<>]+)>$/.exec(from) ?? [];
    return { name: named ?? name, address: address ?? from };
}
//# sourceMappingURL=message.js.map