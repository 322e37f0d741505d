/** OWASP ASVS 5.0, V6 Authentication. */
const at = (file) => (title) => `auth-server/${file} › ${title}`;
const reset = at("reset/reset");
const signUp = at("sign-up/sign-up");
const strangers = at("sign-up/attacks");
const email = at("account/email");
const passkeys = at("factors/passkeys");
const ownPasskeys = at("factors/own-passkeys");
const factor = at("login/factor");
const recovery = factor("A recovery code › signs in once");
const stepUp = at("oauth/step-up");
const providers = at("providers/attacks");

const noOutOfBand = "nothing is sent by telephone, SMS or push notification; links in mails are V6.3.6's";

export default [
  {
    section: "V6.1.1",
    level: "L1",
    rule: "The documentation says how guessing is slowed down without locking anyone out: [ADR 0005](adr/0005-password-guessing.md)",
    tests: ["guesses-5", "sign-in-limits-2"],
  },
  {
    section: "V6.1.2",
    level: "L2",
    rule: "It is documented which words from the context no password may be: the account's name, the product's",
    tests: ["common-passwords-1"],
  },
  {
    section: "V6.1.3",
    level: "L2",
    rule: "All ways to sign in are documented, with how strong each is: [sign-in.md](operations/sign-in.md#ways-to-sign-in)",
    tests: [
      stepUp("Who is signed in with a password, and has a second factor, has to show it"),
      stepUp("The password grant"),
    ],
  },
  {
    section: "V6.2.1",
    level: "L1",
    rule: "A password has at least 8 characters",
    tests: ["account-12"],
  },
  { section: "V6.2.2", level: "L1", rule: "Users can change their password", tests: ["account-14"] },
  {
    section: "V6.2.3",
    level: "L1",
    rule: "… by the current and the new one",
    tests: ["account-12"],
  },
  {
    section: "V6.2.4",
    level: "L1",
    rule: "A new password is not one of the most common ones",
    tests: [
      "auth-server/users/common-passwords › *",
      reset("is replaced by what could be set anywhere else"),
      signUp("refuses what is no address, and the passwords that no account may have"),
    ],
  },
  {
    section: "V6.2.5",
    level: "L1",
    rule: "Any characters make a password",
    departs: "no control characters, which no login page could send",
    tests: ["password-grant-4"],
  },
  {
    section: "V6.2.6",
    level: "L1",
    rule: "Passwords are masked as they are typed, and can be shown",
    tests: [
      "account-13",
      "e2e/browser/sign-in-pages › show the password while asked to, and send it from a field for passwords",
    ],
    needs: "Chromium",
  },
  {
    section: "V6.2.7",
    level: "L1",
    rule: "Pasting and password managers are welcome",
    tests: ["account-13"],
  },
  {
    section: "V6.2.8",
    level: "L1",
    rule: "A password is compared exactly as it was typed",
    departs:
      "the same letters are the same password, however a keyboard composes them (NFC, as NIST SP 800-63B-4 §3.1.1.2 wants); nothing is cut or folded",
    tests: ["email-addresses-1", "password-grant-4"],
  },
  {
    section: "V6.2.9",
    level: "L2",
    rule: "Passwords of 64 and more characters are accepted",
    tests: ["password-grant-4"],
  },
  {
    section: "V6.2.10",
    level: "L2",
    rule: "No password has to be changed after some time",
    notApplicable: "passwords do not expire",
  },
  {
    section: "V6.2.11",
    level: "L2",
    rule: "A password is no word from the context: the account's name, the product's",
    tests: ["common-passwords-1"],
  },
  {
    section: "V6.2.12",
    level: "L2",
    rule: "A new password is not among those that were breached",
    departs:
      "the most common ones only, from a list that comes with the server: it asks no other service about passwords",
    tests: ["auth-server/users/common-passwords › *"],
  },
  {
    section: "V6.3.1",
    level: "L1",
    rule: "Guessing, spraying and stuffing are slowed down as documented",
    tests: ["sign-in-limits-1", "guesses-1", "guesses-3", "guesses-4", factor("Wrong codes")],
  },
  {
    section: "V6.3.2",
    level: "L1",
    rule: "There are no default accounts",
    tests: ["default-accounts-1"],
  },
  {
    section: "V6.3.3",
    level: "L2",
    rule: "Two factors are required; L3: one of them in hardware",
    departs:
      "operators decide for which roles and apps; users may add factors, and are then asked for them always. Whether a passkey lies in hardware is told (`amr`), not demanded",
    tests: [
      stepUp("where a role of the user requires it, from when the user has it"),
      stepUp("where the client requires it, whatever the request says"),
      passkeys("is asked for: the password alone signs nobody in who has one"),
    ],
  },
  {
    section: "V6.3.4",
    level: "L2",
    rule: "All ways to sign in ask for the same strength",
    tests: [
      reset("needs the second factor all the same, if the user has one"),
      stepUp("The password grant"),
      at("providers/sign-in")("is asked for a second factor of their own"),
    ],
  },
  {
    section: "V6.3.5",
    level: "L3",
    rule: "Users are told of suspicious sign-ins, successful or not",
    departs:
      "of those that succeed with a new browser, by mail, and of right passwords without the second factor in the history; wrong passwords are not told, since strangers can cause any number of them",
    tests: ["new-device-1", "new-device-2", "history-1"],
  },
  {
    section: "V6.3.6",
    level: "L3",
    rule: "Mail authenticates nobody",
    departs: "whoever reads the mailbox can set another password; a second factor is asked for all the same",
    tests: [
      reset("is replaced by a link in a mail"),
      reset("needs the second factor all the same, if the user has one"),
    ],
  },
  {
    section: "V6.3.7",
    level: "L3",
    rule: "Users are told when what they sign in with changes",
    tests: [
      "notices-1",
      "notices-3",
      "notices-4",
      email("takes effect when its new reader confirms it, and the old one is told"),
    ],
  },
  {
    section: "V6.3.8",
    level: "L3",
    rule: "Neither the wording nor the timing of a refusal shows whether the account exists, nor does sign-up or a reset",
    tests: [
      "sign-in-5",
      "sign-in-6",
      "audit-1",
      strangers("A stranger with a list of addresses"),
      reset("says the same of any address, and keeps nothing of one that has no account"),
      reset("is answered before anybody looks whether there is such an account"),
    ],
  },
  {
    section: "V6.4.1",
    level: "L1",
    rule: "What the system makes for a first sign-in is random, expires soon and does not become the password",
    tests: [
      signUp("works for a day, and only until the next one is sent"),
      at("mailed-links/mailed-links")("is good once, with all that was kept for it"),
      at("mailed-links/mailed-links")("expires"),
    ],
  },
  {
    section: "V6.4.2",
    level: "L1",
    rule: "There are no hints and no secret questions",
    notApplicable: "there are none",
  },
  {
    section: "V6.4.3",
    level: "L2",
    rule: "A forgotten password is replaced securely, without getting around a second factor",
    tests: [
      reset("The link of a reset"),
      reset("needs the second factor all the same, if the user has one"),
      "auth-server/reset/races › *",
    ],
  },
  {
    section: "V6.4.4",
    level: "L2",
    rule: "Whoever has lost a factor proves who they are as when it was added",
    departs:
      "by a recovery code; without any by an operator, who decides what proves it, and whose act is audited and told",
    tests: [recovery, "auth-server/admin/user-factors › *", "notices-7"],
  },
  {
    section: "V6.4.5",
    level: "L3",
    rule: "Reminders come before something expires that one signs in with",
    notApplicable: "nothing does",
  },
  {
    section: "V6.4.6",
    level: "L3",
    rule: "Administrators can start a reset, and not choose the password",
    departs: "they can do both, since there may be no mail; that ends all sessions, is audited and told",
    tests: [
      at("admin/users")("with a new password is signed out of everything that the old one opened"),
      "notices-7",
    ],
  },
  {
    section: "V6.5.1",
    level: "L2",
    rule: "Recovery codes and codes of an app work once",
    tests: [
      factor("is good once: of 50 that arrive at once, over two replicas, one signs in"),
      recovery,
      factor("sent 30 times at once signs one in"),
    ],
  },
  {
    section: "V6.5.2",
    level: "L2",
    rule: "Recovery codes of less than 112 bits are stored by a password hash",
    departs: "80 random bits by SHA-256 with the user's id: 2^79 hashes for each code on average",
    tests: [recovery],
  },
  {
    section: "V6.5.3",
    level: "L2",
    rule: "Recovery codes and the secrets of apps are random",
    tests: [at("factors/totp.pure")("are of a secret of 160 bits, never the same"), recovery],
  },
  {
    section: "V6.5.4",
    level: "L2",
    rule: "Recovery codes have at least 20 bits",
    tests: [recovery],
  },
  {
    section: "V6.5.5",
    level: "L2",
    rule: "An app's code works for 30 seconds",
    departs: "and for the step before and after, because clocks are wrong (RFC 6238 §5.2)",
    tests: [
      at("factors/totp.pure")(
        "may be of the step before or after, by a clock that is wrong (§5.2), and no further away",
      ),
      factor("takes the code of %i steps from now, and none further away"),
    ],
  },
  {
    section: "V6.5.6",
    level: "L3",
    rule: "Every factor can be revoked",
    tests: [
      ownPasskeys("signs nobody in once it is removed, not even by an answer that is under way"),
      "auth-server/admin/user-factors › *",
    ],
  },
  {
    section: "V6.5.7",
    level: "L3",
    rule: "Biometrics are only a second factor",
    notApplicable: "they stay on the device, where they unlock a passkey",
  },
  {
    section: "V6.5.8",
    level: "L3",
    rule: "Codes are checked by the server's clock",
    tests: [
      at("factors/totp.pure")(
        "may be of the step before or after, by a clock that is wrong (§5.2), and no further away",
      ),
    ],
  },
  {
    section: "V6.6.1",
    level: "L2",
    rule: "Telephone and SMS are not the only way",
    notApplicable: noOutOfBand,
  },
  {
    section: "V6.6.2",
    level: "L2",
    rule: "An out-of-band code is bound to its request",
    notApplicable: noOutOfBand,
  },
  { section: "V6.6.3", level: "L2", rule: "… and cannot be guessed", notApplicable: noOutOfBand },
  { section: "V6.6.4", level: "L3", rule: "Nobody is bombed with pushes", notApplicable: noOutOfBand },
  {
    section: "V6.7.1",
    level: "L3",
    rule: "Certificates that verify assertions cannot be changed",
    notApplicable: "no attestation is asked for; a passkey's public key is in the database, with the users",
  },
  {
    section: "V6.7.2",
    level: "L3",
    rule: "A challenge has at least 64 bits, and is never the same twice",
    tests: ["auth-server/factors/challenges.pure › *", passkeys("given before")],
  },
  {
    section: "V6.8.1",
    level: "L2",
    rule: "A provider's users are told apart by provider and subject",
    tests: [providers("of another provider with the same sub is another person")],
  },
  {
    section: "V6.8.2",
    level: "L2",
    rule: "Signatures of assertions are verified",
    tests: [providers("An ID token")],
  },
  { section: "V6.8.3", level: "L2", rule: "SAML assertions are used once", notApplicable: "no SAML" },
  {
    section: "V6.8.4",
    level: "L2",
    rule: "What a provider says of strength and age is checked, and the least is assumed where it says nothing",
    tests: [
      at("providers/sign-in")("is signed in, with nothing said of how, and leads on to the app"),
      at("providers/sign-in")("keeps the provider's registered amr where that is trusted"),
      at("providers/second-regrant")(
        "is asked for a new sign-in by our prompt=login, and its auth_time shows it",
      ),
    ],
  },
];
