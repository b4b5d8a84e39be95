import { boolean, whole } from "./option-types.js";

/** The limits of a subsearch that `append` and its relatives take ("append" in the Search Reference). */
export const subsearchOptions = {
  extendtimerange: boolean(false),
  maxtime: whole(60),
  maxout: whole(50_000),
  timeout: whole(60),
};
