/** The page on which a user gets all that is kept about them, as one JSON document. */
import { Readable } from "node:stream";
import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { originOf } from "../http/origin.js";
import { exportedData } from "./exported-data.js";
import { ownPage } from "./own-page.js";
import { checkProof } from "./proof.js";
import { exportPage } from "./views/data.js";
export function accountExportEndpoint(app, context) {
    ownPage(app, context, {
        path: "/account/export",
        show: exportPage,
        async act(prover, request, reply) {
            const { userId } = prover.signIn;
            await checkProof(context, request, prover);
            await insertAuditEvent(context.db, { ...originOf(request), event: "user.exported", userId });
            return reply
                .type("application/json; charset=utf-8")
                .header("content-disposition", 'attachment; filename="account.json"')
                .send(Readable.from(exportedData(context, userId)));
        },
    });
}
//# sourceMappingURL=export-page.js.map