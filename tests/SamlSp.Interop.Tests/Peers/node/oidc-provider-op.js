// oidc-provider as an OpenID Connect provider on loopback: node oidc-provider-op.js PORT SP_URL SECRET.
// Its defaults hold: email and name come from userinfo only, and PKCE is required of nobody.
"use strict";
const crypto = require("node:crypto");

const [port, spUrl, secret] = process.argv.slice(2);
const base = `http://127.0.0.1:${port}`;

// Version 8 is an ES module.
import("oidc-provider").then(({ default: Provider }) => {
  const key = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  const provider = new Provider(base, {
    clients: [
      {
        client_id: "samlsp",
        client_secret: secret,
        token_endpoint_auth_method: "client_secret_post",
        // Otherwise auth_time is only in answers to requests with max_age.
        require_auth_time: true,
        backchannel_logout_uri: `${spUrl}/auth/oidc/backchannel-logout`,
        backchannel_logout_session_required: true,
        redirect_uris: [`${spUrl}/auth/oidc/callback`],
        post_logout_redirect_uris: [`${spUrl}/auth/oidc/callback`],
      },
    ],
    jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: "1" }] },
    cookies: { keys: [crypto.randomBytes(16).toString("hex")] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username"] },
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    pkce: { required: () => false },
    findAccount: (context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@badwolf.org`, email_verified: true, name: "Doctor Who", preferred_username: id }),
    }),
  });
  provider.on("server_error", (context, error) => console.error(error));
  provider.listen(Number(port), "127.0.0.1");
});
