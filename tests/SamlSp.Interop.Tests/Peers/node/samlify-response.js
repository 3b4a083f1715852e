// Prints a signed Response as samlify makes it: node samlify-response.js FOLDER SP_ENTITY_ID ACS_URL [with AuthnStatement: 1].
// FOLDER has idp.key and idp.crt. Without the last argument, samlify's own template is used.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const samlify = require("samlify");

const [folder, spEntity, acs, withStatement] = process.argv.slice(2);
samlify.setSchemaValidator({ validate: () => Promise.resolve("not validated: nothing is read here") });

const statement =
  '<saml:AuthnStatement AuthnInstant="{IssueInstant}" SessionIndex="{AssertionID}"><saml:AuthnContext><saml:AuthnContextClassRef>' +
  "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>";
const own = samlify.SamlLib.defaultLoginResponseTemplate;
const template = withStatement ? { ...own, context: own.context.replace("{AttributeStatement}", statement + "{AttributeStatement}") } : undefined;

const idp = samlify.IdentityProvider({
  entityID: "https://idp.example.org/metadata",
  privateKey: fs.readFileSync(path.join(folder, "idp.key")),
  signingCert: fs.readFileSync(path.join(folder, "idp.crt")),
  nameIDFormat: ["urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"],
  singleSignOnService: [{ Binding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect", Location: "https://idp.example.org/sso" }],
  loginResponseTemplate: template,
});
const sp = samlify.ServiceProvider({
  entityID: spEntity,
  wantAssertionsSigned: true,
  assertionConsumerService: [{ Binding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", Location: acs }],
});

// A template of one's own is filled in by a function of one's own as well.
const fill = (text) => {
  const now = new Date();
  const values = {
    ID: "_0b7f3c1e-5a52-4f0e-9d0a-6c1f0a1b2c3d",
    AssertionID: "_1c8f4d2f-6b63-4a1f-8e1b-7d2f1b2c3d4e",
    Destination: acs,
    SubjectRecipient: acs,
    Audience: spEntity,
    Issuer: "https://idp.example.org/metadata",
    IssueInstant: now.toISOString(),
    StatusCode: "urn:oasis:names:tc:SAML:2.0:status:Success",
    ConditionsNotBefore: now.toISOString(),
    ConditionsNotOnOrAfter: new Date(now.getTime() + 300_000).toISOString(),
    SubjectConfirmationDataNotOnOrAfter: new Date(now.getTime() + 300_000).toISOString(),
    NameIDFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    NameID: "dwho@badwolf.org",
    InResponseTo: "_request",
    AttributeStatement: "",
    AuthnStatement: "",
  };
  return { id: values.ID, context: samlify.SamlLib.replaceTagsByValue(text, values) };
};

idp
  .createLoginResponse(sp, { extract: { request: { id: "_request" } } }, "post", { email: "dwho@badwolf.org" }, template ? fill : undefined)
  .then((response) => process.stdout.write(Buffer.from(response.context, "base64")))
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
