/** regrant user invite, invitations, uninvite. */
import { readConfig } from "../config.js";
import { describeInvitation, invite, withdrawInvitation } from "../mailed-links/invitations.js";
import { findMailedLinkTo, listMailedLinks } from "../mailed-links/mailed-links.sql.js";
import { deriveSecrets } from "../secrets.js";
import { claimLines, claimsSaid } from "./claims.js";
import { CommandError } from "./command-error.js";
import { operatorAct } from "./operator.js";
import { printJson, printMembers, printTable } from "./output.js";
import { rolesOf } from "./roles.js";
import { withDatabase } from "./with-database.js";
export async function inviteUser(email, { role, claim, json }) {
    const body = { email, roles: rolesOf(role) ?? [], ...(claim && { claims: claimsSaid(claim) }) };
    const config = readConfig(process.env);
    const secrets = deriveSecrets(config.secrets);
    const invited = await withDatabase((db) => invite({ db, secrets, config }, body, operatorAct()));
    print(invited, json, "Invited. The server sends the mail.");
}
export async function invitations({ json }) {
    const open = (await withDatabase((db) => listMailedLinks(db, "invitation"))).map(describeInvitation);
    if (json)
        return printJson({ invitations: open });
    printTable(open.map(({ id, email, roles, created_at, expires_at }) => ({
        id,
        email,
        roles: roles.join(" "),
        created_at,
        expires_at,
    })), "There are no open invitations. To invite somebody: regrant user invite <email>");
}
export async function uninvite(named, { json }) {
    const withdrawn = await withDatabase(async (db) => {
        const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(named)
            ? named
            : (await findMailedLinkTo(db, "invitation", named.trim()))?.id;
        if (id === undefined)
            throw new CommandError(`there is no open invitation to ${named}; see: regrant user invitations`);
        return withdrawInvitation(db, id, operatorAct());
    });
    print(withdrawn, json, "Withdrew the invitation. Its link no longer works.");
}
function print(link, json, done) {
    const invitation = describeInvitation(link);
    if (json)
        return printJson(invitation);
    const { claims, ...members } = invitation;
    console.log(done);
    printMembers({ ...members, ...claimLines(claims) });
}
//# sourceMappingURL=invitation.js.map