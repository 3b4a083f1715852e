// Times node-saml on the message that SamlSp.Benchmarks exports:
//   dotnet run -c Release --project bench/SamlSp.Benchmarks -- --export bench/node-saml/message.json
//   cd bench/node-saml && npm install --no-package-lock && node bench.mjs
import { readFileSync } from "node:fs";
import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";

const message = JSON.parse(readFileSync(new URL("message.json", import.meta.url)));
const saml = new SAML({
  idpCert: message.certificate,
  idpIssuer: message.issuer,
  issuer: message.audience,
  audience: message.audience,
  callbackUrl: message.acsUrl,
  entryPoint: "https://login.example.com/",
  wantAuthnResponseSigned: false,
  wantAssertionsSigned: true,
  acceptedClockSkewMs: 3600000,
  validateInResponseTo: ValidateInResponseTo.never,
});

const verify = () => saml.validatePostResponseAsync({ SAMLResponse: message.samlResponse });
const { profile } = await verify();
if (profile?.nameID !== "alice@example.com") throw new Error("The message is not accepted.");

const rounds = [];
for (let round = 0; round < 12; round++) {
  const started = process.hrtime.bigint();
  for (let i = 0; i < 50; i++) await verify();
  if (round >= 2) rounds.push(Number(process.hrtime.bigint() - started) / 50 / 1000);
}

rounds.sort((a, b) => a - b);
console.log(`node-saml, ${message.bytes} bytes of XML: median ${rounds[5].toFixed(0)} µs, best ${rounds[0].toFixed(0)} µs (Node.js ${process.version})`);
