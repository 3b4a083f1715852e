#!/usr/bin/python3
"""pysaml2, as Debian packages it, as an identity provider on loopback: pysaml2_idp.py FOLDER PORT SP_ENTITY_ID SP_METADATA_URL.

FOLDER has idp.key and idp.crt. With /options?defaults=1 it leaves pysaml2's own defaults as they are.
"""

import os
import sys
import warnings

warnings.filterwarnings("ignore")

import saml2
import web
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_EMAILADDRESS, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

folder, port, sp_entity, sp_metadata_url = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
base = f"http://127.0.0.1:{port}"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"


def path(name):
    return os.path.join(folder, name)


class Pysaml2:
    encrypts = uses_defaults = False

    def __init__(self):
        self.servers = {}

    def config(self, with_sp=True):
        settings = {
            "entityid": base + "/metadata",
            "key_file": path("idp.key"),
            "cert_file": path("idp.crt"),
            "xmlsec_binary": "/usr/bin/xmlsec1",
            "service": {
                "idp": {
                    "endpoints": {
                        "single_sign_on_service": [(base + "/sso", saml2.BINDING_HTTP_REDIRECT)],
                        "single_logout_service": [(base + "/slo", saml2.BINDING_HTTP_REDIRECT)],
                    },
                    "sign_response": False,
                    "sign_assertion": True,
                    "name_id_format": [NAMEID_FORMAT_EMAILADDRESS],
                    "policy": {"default": {"lifetime": {"minutes": 5}}},
                }
            },
        }
        if with_sp:
            if not os.path.exists(path("sp-metadata.xml")):
                with open(path("sp-metadata.xml"), "wb") as file:
                    file.write(web.fetch(sp_metadata_url))
            settings["metadata"] = {"local": [path("sp-metadata.xml")]}
        if not self.uses_defaults:
            # Here: beside "service" they are read, and have no effect.
            settings["service"]["idp"]["signing_algorithm"] = SIG_RSA_SHA256
            settings["service"]["idp"]["digest_algorithm"] = DIGEST_SHA256
        return IdPConfig().load(settings)

    def metadata(self):
        return str(entity_descriptor(self.config(with_sp=False)))

    def server(self):
        if self.uses_defaults not in self.servers:
            self.servers[self.uses_defaults] = Server(config=self.config())
        return self.servers[self.uses_defaults]

    def start(self, raw_query, fields, query, session):
        if "SAMLRequest" not in query:
            return False, {"destination": self.acs(), "in_response_to": None, "relay_state": query.get("RelayState")}
        request = self.server().parse_authn_request(query["SAMLRequest"], saml2.BINDING_HTTP_REDIRECT)
        arguments = self.server().response_args(request.message)
        return request.message.force_authn in ("true", "1"), {
            "destination": arguments["destination"],
            "in_response_to": arguments["in_response_to"],
            "relay_state": query.get("RelayState"),
        }

    def acs(self):
        return self.server().metadata.assertion_consumer_service(sp_entity, saml2.BINDING_HTTP_POST)[0]["location"]

    def answer(self, pending, session):
        user = web.USERS[session.user]
        name_id = NameID(format=NAMEID_FORMAT_EMAILADDRESS, text=user["mail"])
        session.state["name_id"] = name_id
        response = self.server().create_authn_response(
            identity=dict(user),
            in_response_to=pending["in_response_to"],
            destination=pending["destination"],
            sp_entity_id=sp_entity,
            name_id=name_id,
            authn={"class_ref": PASSWORD, "authn_instant": int(session.since)},
            sign_assertion=True,
            sign_response=False,
            encrypt_assertion=self.encrypts,
        )
        sent = self.server().apply_binding(
            saml2.BINDING_HTTP_POST, str(response), pending["destination"], pending["relay_state"] or "", response=True
        )
        return web.page(sent["data"])

    def logout(self, raw_query, fields, query, session):
        if "SAMLResponse" in query:
            self.server().parse_logout_request_response(query["SAMLResponse"], saml2.BINDING_HTTP_REDIRECT)
            return True, web.page("Signed out everywhere")
        request = self.server().parse_logout_request(query["SAMLRequest"], saml2.BINDING_HTTP_REDIRECT)
        arguments = self.server().response_args(request.message, [saml2.BINDING_HTTP_REDIRECT])
        response = self.server().create_logout_response(request.message, [saml2.BINDING_HTTP_REDIRECT])
        sent = self.server().apply_binding(
            saml2.BINDING_HTTP_REDIRECT,
            str(response),
            arguments["destination"],
            query.get("RelayState", ""),
            response=True,
            sign=True,
        )
        return True, web.redirect(dict(sent["headers"])["Location"])

    def start_logout(self, session):
        service = self.server().metadata.single_logout_service(sp_entity, saml2.BINDING_HTTP_REDIRECT, "spsso")
        destination = service[0]["location"]
        _, request = self.server().create_logout_request(destination, sp_entity, name_id=session.state["name_id"])
        sent = self.server().apply_binding(saml2.BINDING_HTTP_REDIRECT, str(request), destination, "", sign=True)
        return web.redirect(dict(sent["headers"])["Location"])


print("pysaml2", saml2.__version__, flush=True)
web.serve(port, Pysaml2())
