#!/usr/bin/python3
"""lasso, as Debian packages it, as an identity provider on loopback: lasso_idp.py FOLDER PORT SP_ENTITY_ID SP_METADATA_URL.

FOLDER has idp.key and idp.crt. With /options?defaults=1 it leaves lasso's own defaults as they are.
"""

import datetime
import os
import sys

import lasso
import web

folder, port, sp_entity, sp_metadata_url = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
base = f"http://127.0.0.1:{port}"


def path(name):
    return os.path.join(folder, name)


def instant(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Lasso:
    encrypts = uses_defaults = False

    def metadata(self):
        with open(path("idp.crt"), encoding="ascii") as file:
            certificate = "".join(line.strip() for line in file if "-----" not in line)
        endpoint = f'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{base}'
        text = (
            f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{base}/metadata">'
            '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor>'
            f'<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data>'
            f'</KeyInfo></KeyDescriptor><SingleLogoutService {endpoint}/slo"/><SingleSignOnService {endpoint}/sso"/>'
            "</IDPSSODescriptor></EntityDescriptor>"
        )
        with open(path("idp-metadata.xml"), "w", encoding="ascii") as file:
            file.write(text)
        return text

    def server(self):
        if not os.path.exists(path("sp-metadata.xml")):
            with open(path("sp-metadata.xml"), "wb") as file:
                file.write(web.fetch(sp_metadata_url))
        server = lasso.Server(path("idp-metadata.xml"), path("idp.key"), None, path("idp.crt"))
        server.addProvider(lasso.PROVIDER_ROLE_SP, path("sp-metadata.xml"))
        if not self.uses_defaults:
            server.signatureMethod = lasso.SIGNATURE_METHOD_RSA_SHA256
        if self.encrypts:
            server.providers[sp_entity].setEncryptionMode(lasso.ENCRYPTION_MODE_ASSERTION)
            if not self.uses_defaults:
                server.providers[sp_entity].setEncryptionSymKeyType(lasso.ENCRYPTION_SYM_KEY_TYPE_AES_256)
        return server

    def start(self, raw_query, fields, query, session):
        login = lasso.Login(self.server())
        if session and "dump" in session.state:
            login.setSessionFromDump(session.state["dump"])
        if "SAMLRequest" in query:
            login.processAuthnRequestMsg(raw_query)
        else:
            login.initIdpInitiatedAuthnRequest(sp_entity)
            login.request.nameIDPolicy.format = lasso.SAML2_NAME_IDENTIFIER_FORMAT_EMAIL
            login.request.protocolBinding = lasso.SAML2_METADATA_BINDING_POST
            login.processAuthnRequestMsg(None)
            login.msgRelayState = query.get("RelayState")
        return login.mustAuthenticate(), login

    def answer(self, login, session):
        user = web.USERS[session.user]
        login.validateRequestMsg(True, True)
        login.buildAssertion(
            lasso.SAML2_AUTHN_CONTEXT_PASSWORD_PROTECTED_TRANSPORT,
            instant(session.since),
            None,
            instant(web.time.time() - 60),
            instant(web.time.time() + 300),
        )
        login.assertion.subject.nameID.format = lasso.SAML2_NAME_IDENTIFIER_FORMAT_EMAIL
        login.assertion.subject.nameID.content = user["mail"]
        attributes = []
        for name, value in user.items():
            text = lasso.MiscTextNode.newWithString(value)
            text.textChild = True
            value_node = lasso.Saml2AttributeValue()
            value_node.any = [text]
            attribute = lasso.Saml2Attribute()
            attribute.name = name
            attribute.nameFormat = lasso.SAML2_ATTRIBUTE_NAME_FORMAT_BASIC
            attribute.attributeValue = [value_node]
            attributes.append(attribute)
        statement = lasso.Saml2AttributeStatement()
        statement.attribute = attributes
        login.assertion.attributeStatement = [statement]
        login.buildAuthnResponseMsg()
        session.state["dump"] = login.session.dump()
        return web.form(login.msgUrl, {"SAMLResponse": login.msgBody, "RelayState": login.msgRelayState})

    def logout(self, raw_query, fields, query, session):
        logout = lasso.Logout(self.server())
        if "SAMLResponse" in query:
            logout.processResponseMsg(raw_query)
            return True, web.page("Signed out everywhere")
        if session:
            logout.setSessionFromDump(session.state["dump"])
        logout.processRequestMsg(raw_query)
        try:
            logout.validateRequest()
        except lasso.Error as error:
            print("logout refused", error, flush=True)
        logout.buildResponseMsg()
        return True, web.redirect(logout.msgUrl)

    def start_logout(self, session):
        logout = lasso.Logout(self.server())
        logout.setSessionFromDump(session.state["dump"])
        logout.initRequest(sp_entity, lasso.HTTP_METHOD_REDIRECT)
        logout.buildRequestMsg()
        return web.redirect(logout.msgUrl)


web.serve(port, Lasso())
