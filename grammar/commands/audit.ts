import { plainCommand } from "../plain-command.js";

/** Lists what happened to the files of the index. */
export const auditCommand = plainCommand(["audit"], {});
