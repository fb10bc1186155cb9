#!/bin/sh
# Puts @OUTPUT@/site/, and nothing else, on a web server over ssh.
#
#   ./deploy.sh you@host:/var/www/letter/ --dry-run   says what would change there, and changes nothing
#   ./deploy.sh you@host:/var/www/letter/             builds, and makes that folder the same as @OUTPUT@/site/
#
# It uses rsync with --delete: whatever lies in that folder and is not in @OUTPUT@/site/ is deleted there, so that a post you
# took back is gone. Give the site a folder of its own, and look at --dry-run first.
set -eu
cd "$(dirname "$0")"

if [ $# -lt 1 ]; then
  echo "Where to? For example: ./deploy.sh you@host:/var/www/letter/ --dry-run" >&2
  exit 2
fi
there=${1%/}/
shift

audiencegen build
if [ ! -f @OUTPUT@/site/index.html ]; then
  echo "There is no @OUTPUT@/site/index.html, so nothing was sent." >&2
  exit 1
fi
# New files go to their places when all have arrived; what is no longer wanted goes after that.
rsync --recursive --links --times --compress --chmod=D755,F644 --delay-updates --delete-after \
  --itemize-changes "$@" @OUTPUT@/site/ "$there"

case " $* " in
*" --dry-run "* | *" -n "*) ;;
*) audiencegen ping --if-set ;;
esac
