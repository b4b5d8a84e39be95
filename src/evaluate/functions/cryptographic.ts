import { md5, sha1 } from "@noble/hashes/legacy";
import { sha256, sha512 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { cryptographicFunctions } from "../../plan/functions/cryptographic.js";
import { ofTexts, type Implementations } from "./implementation.js";

/** Lower-case hexadecimal digests of the UTF-8 text. */
export const cryptographic: Implementations<typeof cryptographicFunctions> = {
  md5: ofTexts((text = "") => bytesToHex(md5(utf8ToBytes(text)))),
  sha1: ofTexts((text = "") => bytesToHex(sha1(utf8ToBytes(text)))),
  sha256: ofTexts((text = "") => bytesToHex(sha256(utf8ToBytes(text)))),
  sha512: ofTexts((text = "") => bytesToHex(sha512(utf8ToBytes(text)))),
};
