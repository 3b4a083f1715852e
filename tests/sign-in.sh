#!/usr/bin/env bash
# Signs in to a running app at its sandbox, as a browser would, with nothing but curl and sed.
#
#   tests/sign-in.sh URL ACCOUNT     prints what the app says then, for example: tests/sign-in.sh http://localhost:5080 alice@
set -euo pipefail
url=$1 account=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
page=$folder/page.html

browse() { # curl's arguments; the page goes to $page, and the address that it came from is printed
  curl --silent --show-error --fail-with-body --location --max-redirs 10 --cookie "$folder/jar" --cookie-jar "$folder/jar" --header 'Accept: text/html' --output "$page" --write-out '%{url_effective}' "$@" ||
    { cat "$page" >&2; return 1; }
}
# The value of an attribute in the first tag of the page that has a text in it.
in_page() { # tag, text in it, attribute
  tr '\n' ' ' <"$page" | grep -o "<$1 [^>]*>[^<]*" | grep -i -m 1 -F -- "$2" | sed -nE "s/.* $3=\"([^\"]*)\".*/\1/p" | sed 's/&#x2B;/+/g; s/&#43;/+/g; s/&quot;/"/g; s/&amp;/\&/g' || true
}
field() { in_page input "name=\"$1\"" value; }
absolute() { case $1 in http*) echo "$1" ;; *) echo "$url$1" ;; esac; }

browse "$url${3:-/}" >/dev/null
user=$(in_page button "$account" value)
[ -n "$user" ] || { echo "There is no $account to pick on the page:" >&2; cat "$page" >&2; exit 1; }
browse --data-urlencode "user=$user" --data-urlencode "SAMLRequest=$(field SAMLRequest)" --data-urlencode "RelayState=$(field RelayState)" "$(absolute "$(in_page form /login action)")" >/dev/null
browse --data-urlencode "SAMLResponse=$(field SAMLResponse)" --data-urlencode "RelayState=$(field RelayState)" "$(absolute "$(in_page form /Acs action)")" >/dev/null
cat "$page"
