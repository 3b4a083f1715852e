#!/usr/bin/env bash
# samlp writes the time of the answer into AuthnInstant, whenever the user authenticated.
#
# One would guess: AuthnInstant is the moment when the user authenticated (SAML Core 2.7.2), and an identity provider that is built on the
#   library can pass it, as it passes sessionIndex and authnContextClassRef.
# What is so: the library takes the clock each time it makes an assertion, and has no option for it. A user of this morning looks like one
#   who has just typed the password. It does not look at ForceAuthn either: parseRequest gives it to the program, which has to act on it.
# Whom it hurts: service providers that end sessions by the age of the authentication. They see a new one with every sign-in, and cannot
#   tell whether ForceAuthn was honoured. Others have the same: github.com/keycloak/keycloak/issues/31197 (closed without a change),
#   github.com/logto-io/logto/issues/9568, github.com/wso2/product-is/issues/4219.
# Source: SAML Core 2.7.2 against saml/lib/saml20.js of the version below, and the behaviour printed here.
set -euo pipefail
samlp=7.1.1
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts "samlp@$samlp" >/dev/null 2>&1
openssl req -x509 -newkey rsa:2048 -nodes -keyout idp.key -out idp.crt -days 2 -subj /CN=idp.example.org 2>/dev/null
cat > finding.js <<'P'
const fs = require("node:fs");
const samlp = require("samlp");
const signedIn = "2026-01-01T08:00:00.000Z";
const user = { id: "1", emails: [{ value: "ada@example.org" }], displayName: "Ada", name: {}, authnInstant: signedIn };
samlp.getSamlResponse({
  issuer: "https://idp.example.org/", audience: "https://sp.example.org/", destination: "https://sp.example.org/acs",
  recipient: "https://sp.example.org/acs", key: fs.readFileSync("idp.key"), cert: fs.readFileSync("idp.crt"),
  signatureAlgorithm: "rsa-sha256", digestAlgorithm: "sha256", lifetimeInSeconds: 300,
  authnInstant: signedIn, AuthnInstant: signedIn,
}, user, (error, xml) => {
  if (error) throw error;
  const instant = new Date(/AuthnInstant="([^"]+)"/.exec(xml)[1]);
  const issued = new Date(/<saml:Assertion[^>]* IssueInstant="([^"]+)"/.exec(xml)[1]);
  console.log("AuthnInstant is IssueInstant:", instant.getTime() === issued.getTime());
  console.log("AuthnInstant is that of the sign-in:", instant.toISOString() === signedIn);
});
P
output=$(node --no-deprecation finding.js)
echo "samlp $samlp, node $(node --version)"
echo "$output"
[ "$output" = "AuthnInstant is IssueInstant: true
AuthnInstant is that of the sign-in: false" ]
