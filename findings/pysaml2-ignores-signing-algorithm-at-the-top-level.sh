#!/usr/bin/env bash
# pysaml2 accepts signing_algorithm at the top level of its settings, and signs with SHA-1 all the same.
#
# One would guess: signing_algorithm stands beside key_file and cert_file, which belong to it. It is in the list of settings that every
#   entity has (COMMON_ARGS), is read there without a word, and is a property of the configuration afterwards.
# What is so: an identity provider looks only at service/idp (the configuration's context). At the top level both signing_algorithm and
#   digest_algorithm have no effect, and the default is SHA-1. Nothing says so; the settings look right, and the messages are not.
# Whom it hurts: identity providers on pysaml2 (SATOSA, djangosaml2idp and others) whose service providers refuse SHA-1: a setting that was
#   made long ago turns out never to have worked.
# Source: saml2/config.py (COMMON_ARGS, Config.getattr) and saml2/entity.py of the version below, against the behaviour printed here. The
#   settings came with github.com/IdentityPython/pysaml2/pull/396.
set -euo pipefail
pysaml2=7.0.1-2
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cd "$folder"
# Debian's package of that version, unpacked; the libraries that it needs are taken as they are installed, or downloaded beside it.
apt-get download -qq "python3-pysaml2=$pysaml2" python3-defusedxml python3-xmlschema python3-elementpath python3-importlib-resources \
  python3-zipp python3-more-itertools python3-dateutil python3-tz python3-six python3-requests python3-openssl >/dev/null
for package in ./*.deb; do dpkg-deb -x "$package" .; done
openssl req -x509 -newkey rsa:2048 -nodes -keyout idp.key -out idp.crt -days 2 -subj /CN=idp.example.org 2>/dev/null
cat > finding.py <<'P'
import warnings

warnings.filterwarnings("ignore")
from saml2.config import IdPConfig
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

chosen = {"signing_algorithm": SIG_RSA_SHA256, "digest_algorithm": DIGEST_SHA256}


def algorithms(at_the_top, in_service):
    server = Server(config=IdPConfig().load({
        "entityid": "https://idp.example.org/", "key_file": "idp.key", "cert_file": "idp.crt", "xmlsec_binary": "/bin/true",
        "service": {"idp": {"endpoints": {"single_sign_on_service": [("https://idp.example.org/sso",
            "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect")]}, **in_service}}, **at_the_top,
    }))
    return f"{server.signing_algorithm} {server.digest_algorithm}"


print("nowhere:    ", algorithms({}, {}))
print("top level:  ", algorithms(chosen, {}))
print("service/idp:", algorithms({}, chosen))
P
output=$(PYTHONPATH=$folder/usr/lib/python3/dist-packages /usr/bin/python3 finding.py)
echo "pysaml2 $pysaml2"
echo "$output"
[ "$output" = "nowhere:     http://www.w3.org/2000/09/xmldsig#rsa-sha1 http://www.w3.org/2000/09/xmldsig#sha1
top level:   http://www.w3.org/2000/09/xmldsig#rsa-sha1 http://www.w3.org/2000/09/xmldsig#sha1
service/idp: http://www.w3.org/2001/04/xmldsig-more#rsa-sha256 http://www.w3.org/2001/04/xmlenc#sha256" ]
