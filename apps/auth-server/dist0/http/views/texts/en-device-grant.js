/** What the pages for devices say, in English. */
export const deviceGrantEn = {
    title: "Connect a device",
    enter: "Enter the code that your device or command line shows.",
    code: "Code",
    wrong: "No device is waiting with this code. Check it, or ask the device for a new one.",
    goOn: "Continue",
    allowTitle: (client) => `Connect ${client}?`,
    compare: "Does your device show this code?",
    onlyYours: "Allow this only if you have just started it yourself, on a device that is yours. If somebody sent you here, decline.",
    asked: "Asked",
    from: "From",
    device: "Device",
    deny: "Decline",
    allowed: "Device connected",
    denied: "Declined",
    goBack: (client) => `You can go back to ${client}: it goes on by itself.`,
    nothingGiven: (client) => `${client} has got no access to your account.`,
    toAccount: "To your account",
};
//# sourceMappingURL=en-device-grant.js.map