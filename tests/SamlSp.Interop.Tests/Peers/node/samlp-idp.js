// samlp (Auth0) as an identity provider on loopback: node samlp-idp.js FOLDER PORT SP_ENTITY_ID SP_METADATA_URL.
// FOLDER has idp.key and idp.crt. With /options?defaults=1 it leaves samlp's own defaults as they are.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const http = require("node:http");
const crypto = require("node:crypto");
const samlp = require("samlp");

const [folder, port, spEntity, spMetadataUrl] = process.argv.slice(2);
const base = `http://127.0.0.1:${port}`;
const key = fs.readFileSync(path.join(folder, "idp.key"));
const cert = fs.readFileSync(path.join(folder, "idp.crt"));
const issuer = `${base}/metadata`;
const users = {
  dwho: { id: "dwho", emails: [{ value: "dwho@badwolf.org" }], displayName: "Doctor Who", name: { givenName: "Doctor", familyName: "Who" } },
};
const options = { encrypt: false, defaults: false };
const sessions = new Map();
const pending = new Map();
const transactions = new Map();
let sp = null;

// The claims as they are: a name each, instead of the WS-* names of samlp's default mapper.
class Mapper {
  constructor(user) {
    this.user = user;
  }
  getClaims() {
    return { uid: this.user.id, mail: this.user.emails[0].value, cn: this.user.displayName };
  }
  getNameIdentifier() {
    return { nameIdentifier: this.user.emails[0].value, nameIdentifierFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" };
  }
}
Mapper.prototype.metadata = [];
const profileMapper = (user) => new Mapper(user);
profileMapper.prototype = { metadata: [] };

// The service provider's metadata: read when it is first needed, because the service provider reads ours at its start.
async function serviceProvider() {
  if (sp === null) {
    const text = await (await fetch(spMetadataUrl)).text();
    const encryption = /use="encryption".*?<(?:\w+:)?X509Certificate>([^<]+)</s.exec(text) ?? /<(?:\w+:)?X509Certificate>([^<]+)</s.exec(text);
    const lines = encryption[1].replace(/\s/g, "").match(/.{1,64}/g).join("\n");
    const pem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
    const certificate = new crypto.X509Certificate(pem);
    sp = {
      acs: /AssertionConsumerService[^>]*Location="([^"]+)"/.exec(text)[1],
      logout: /SingleLogoutService[^>]*Location="([^"]+)"/.exec(text)[1],
      cert: pem,
      publicKey: certificate.publicKey.export({ type: "spki", format: "pem" }),
    };
  }
  return sp;
}

const html = (res, text) => res.set("Content-Type", "text/html").send(text);

async function answer(req, res, handle, session) {
  const { acs, cert: spCert, publicKey } = await serviceProvider();
  const start = pending.get(handle);
  pending.delete(handle);
  req.query = start.query;
  req.body = {};
  samlp.auth({
    issuer,
    cert,
    key,
    profileMapper,
    audience: spEntity,
    RelayState: start.query.RelayState,
    sessionIndex: session.index,
    getUserFromRequest: () => users[session.user],
    getPostURL: (audience, request, incoming, done) => done(null, acs),
    ...(options.defaults ? {} : { destination: acs, recipient: acs, lifetimeInSeconds: 300 }),
    ...(options.encrypt ? { encryptionCert: spCert, encryptionPublicKey: publicKey, encryptionAlgorithm: "http://www.w3.org/2009/xmlenc11#aes256-gcm" } : {}),
  })(req, res, fail(res));
}

const fail = (res) => (error) => {
  console.error(error);
  res.status(500).send(String(error));
};

// What samlp expects of its framework, Express, on top of Node's own server: req.query, req.body, res.set, res.send, res.redirect.
function dress(req, res, body) {
  const address = new URL(req.url, base);
  req.originalUrl = req.url;
  req.protocol = "http";
  req.path = address.pathname;
  req.query = Object.fromEntries(address.searchParams);
  req.body = Object.fromEntries(new URLSearchParams(body));
  req.session = {};
  let status = 200;
  res.set = (name, value) => (res.setHeader(name, value), res);
  res.status = (code) => ((status = code), res);
  res.send = (value) => {
    res.statusCode = typeof value === "number" ? value : status;
    res.end(typeof value === "number" ? "" : value);
  };
  res.redirect = (url) => {
    res.statusCode = 302;
    res.setHeader("Location", url);
    res.end();
  };
}

const store = {
  save: (req, state, done) => {
    const handle = crypto.randomBytes(8).toString("hex");
    transactions.set(handle, state);
    done(null, handle);
  },
  load: (req, handle, how, done) => {
    const callback = done ?? how;
    const state = transactions.get(handle);
    if (how.destroy) transactions.delete(handle);
    callback(null, state);
  },
  update: (req, handle, state, done) => (transactions.set(handle, state), done(null, handle)),
};

async function logout(req, res, cookie) {
  const { logout: url, cert: spCert } = await serviceProvider();
  const session = sessions.get(cookie);
  const { SessionParticipants } = { SessionParticipants: require("samlp/lib/sessionParticipants") };
  const participants = new SessionParticipants(
    session
      ? [
          {
            serviceProviderId: spEntity,
            nameId: users[session.user].emails[0].value,
            nameIdFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            sessionIndex: session.index,
            serviceProviderLogoutURL: url,
            cert: spCert,
            binding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
          },
        ]
      : [],
  );
  samlp.logout({
    issuer,
    cert,
    key,
    deflate: true,
    signatureAlgorithm: "rsa-sha256",
    digestAlgorithm: "sha256",
    protocolBinding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
    sessionParticipants: participants,
    store,
    destination: url,
    clearIdPSession: (done) => (sessions.delete(cookie), done()),
  })(req, res, fail(res));
}

async function route(req, res) {
  const cookie = /(?:^|;\s*)idp=([^;]+)/.exec(req.headers.cookie ?? "")?.[1];
  const session = sessions.get(cookie);
  switch (req.path) {
    case "/metadata":
      return samlp.metadata({ issuer, cert, profileMapper, redirectEndpointPath: "/sso", postEndpointPath: "/sso", logoutEndpointPaths: { redirect: "/slo" } })(req, res);
    case "/options":
      options.encrypt = req.query.encrypt === "1";
      options.defaults = req.query.defaults === "1";
      return html(res, "set");
    case "/sso":
    case "/start": {
      const handle = crypto.randomBytes(8).toString("hex");
      pending.set(handle, { query: req.query });
      return samlp.parseRequest(req, (error, request) => {
        if (error) return fail(res)(error);
        return session && request?.forceAuthn !== "true"
          ? answer(req, res, handle, session)
          : html(res, `<form method="post" action="/login"><input type="hidden" name="handle" value="${handle}"><input name="user"><input name="password" type="password"></form>`);
      });
    }
    case "/login": {
      const { user, password, handle } = req.body;
      if (!Object.hasOwn(users, user) || user !== password) return html(res, "Wrong user or password");
      const created = { user, index: "_" + crypto.randomBytes(8).toString("hex") };
      const id = crypto.randomBytes(16).toString("hex");
      sessions.set(id, created);
      res.setHeader("Set-Cookie", `idp=${id}; Path=/; HttpOnly`);
      return answer(req, res, handle, created);
    }
    case "/slo":
    case "/logout":
      return logout(req, res, cookie);
    default:
      return res.status(404).send("");
  }
}

http
  .createServer(async (req, res) => {
    try {
      let body = "";
      for await (const chunk of req) body += chunk;
      dress(req, res, body);
      await route(req, res);
    } catch (error) {
      console.error(error);
      res.statusCode = 500;
      res.end(String(error));
    }
  })
  .listen(Number(port), "127.0.0.1");
