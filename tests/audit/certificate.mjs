/** A key and a certificate that live as long as the audit: the site is looked at over https, as its readers do. */

import { createHash, generateKeyPairSync, sign } from "node:crypto";

// Names of X.690 and RFC 5280; a certificate is a tree of these.
const INTEGER = 0x02;
const BITS = 0x03;
const NAME_OF = 0x06;
const TEXT = 0x0c;
const TIME = 0x18;
const SEQUENCE = 0x30;
const SET = 0x31;
const VERSION = 0xa0;
const ECDSA_WITH_SHA256 = "2a8648ce3d040302";
const COMMON_NAME = "550403";

/** PEM of both, and the digest by which the browser is told to trust this key and no other. */
export function certificate() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = publicKey.export({ type: "spki", format: "der" });
  const algorithm = der(SEQUENCE, der(NAME_OF, Buffer.from(ECDSA_WITH_SHA256, "hex")));
  const name = der(
    SEQUENCE,
    der(SET, der(SEQUENCE, der(NAME_OF, Buffer.from(COMMON_NAME, "hex")), der(TEXT, Buffer.from("audit")))),
  );
  const always = der(SEQUENCE, der(TIME, Buffer.from("20000101000000Z")), der(TIME, Buffer.from("99991231235959Z")));
  const version = der(VERSION, der(INTEGER, Buffer.from([2])));
  const body = der(SEQUENCE, version, der(INTEGER, Buffer.from([1])), algorithm, name, always, name, key);
  const seal = der(BITS, Buffer.from([0]), sign("sha256", body, privateKey));
  const whole = der(SEQUENCE, body, algorithm, seal).toString("base64").match(/.{1,64}/g).join("\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: `-----BEGIN CERTIFICATE-----\n${whole}\n-----END CERTIFICATE-----\n`,
    digest: createHash("sha256").update(key).digest("base64"),
  };
}

function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  const bytes = body.length < 256 ? [body.length] : [body.length >> 8, body.length & 255];
  const size = body.length < 128 ? bytes : [0x80 + bytes.length, ...bytes];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
