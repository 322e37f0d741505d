import { originOf } from "../http/origin.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { closeAccount } from "../users/closing.js";
import { forgetSignIn } from "../users/sign-in-cookie.js";
import { ownPage } from "./own-page.js";
import { checkProof } from "./proof.js";
import { deletedPage, deletePage } from "./views/data.js";
export function accountDeleteEndpoint(app, context) {
    const { db, secrets, config } = context;
    const { auditMonths } = config.retention;
    ownPage(app, context, {
        path: "/account/delete",
        show: (view) => deletePage({ ...view, auditMonths }),
        async act(prover, request, reply) {
            const origin = originOf(request);
            const credentialVersion = await checkProof(context, request, prover);
            const deleteAt = await closeAccount(db, secrets, {
                userId: prover.signIn.userId,
                credentialVersion,
                origin,
                language: textsOf(request).language,
                byMail: config.mail !== null,
            });
            forgetSignIn(context, reply);
            return sendPage(context, reply, deletedPage(deleteAt));
        },
    });
}
//# sourceMappingURL=delete-page.js.map