#!/usr/bin/env bash
# Signs in to a running app at its sandbox, as a browser would, with nothing but curl and xmllint.
#
#   tests/sign-in.sh URL PERSON      prints what the app says then, for example: tests/sign-in.sh http://localhost:5080 alice
set -euo pipefail
url=$1 person=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
page=$folder/page.html

browse() { # curl's arguments; the page goes to $page, and the address that it came from is printed
  curl --silent --show-error --fail-with-body --location --max-redirs 10 --cookie "$folder/jar" --cookie-jar "$folder/jar" --header 'Accept: text/html' --output "$page" --write-out '%{url_effective}' "$@" ||
    { cat "$page" >&2; return 1; }
}
in_page() { xmllint --html --xpath "string($1)" "$page" 2>/dev/null; }
absolute() { case $1 in http*) echo "$1" ;; *) echo "$url$1" ;; esac; }

browse "$url${3:-/}" >/dev/null
action=$(absolute "$(in_page '//form[.//button[@name="user"]]/@action')")
user=$(in_page "//button[@name='user' and contains(translate(., 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), '$person')]/@value")
[ -n "$user" ] || { echo "There is no $person to pick on the page:" >&2; cat "$page" >&2; exit 1; }
browse --data-urlencode "user=$user" --data-urlencode "SAMLRequest=$(in_page '//input[@name="SAMLRequest"]/@value')" --data-urlencode "RelayState=$(in_page '//input[@name="RelayState"]/@value')" "$action" >/dev/null
acs=$(absolute "$(in_page '//form[.//input[@name="SAMLResponse"]]/@action')")
browse --data-urlencode "SAMLResponse=$(in_page '//input[@name="SAMLResponse"]/@value')" --data-urlencode "RelayState=$(in_page '//input[@name="RelayState"]/@value')" "$acs" >/dev/null
cat "$page"
