#!/bin/sh
# Applies an approved plan, for cron or any scheduler:
#
#   */15 * * * *  EQUIMARGINAL_URL=… EQUIMARGINAL_TOKEN=… apply-plan.sh PLAN_ID PLAN_HASH
#
# Run it as often as you like: a repetition has no further effect, and takes what a crash left half done to its end.
# The token needs the scopes `read` and `apply`. The hash is that of the revision that was approved; an edit since then
# makes this script stop with exit code 3.
set -eu

PLAN_ID=$1
PLAN_HASH=$2
# The command of this project; `npx --yes equimarginal` elsewhere.
EQUIMARGINAL=${EQUIMARGINAL:-npx equimarginal}

log() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2; }

state() { $EQUIMARGINAL plan status "$PLAN_ID" --json | sed -n 's/.*"state":"\([A-Z_]*\)".*/\1/p'; }

case $(state) in
  APPLIED | MEASURING | EVALUATED)
    log "plan $PLAN_ID is applied already"
    exit 0
    ;;
esac

# Says what would happen, and stops here on drift (3) or a guard rail (4).
code=0
$EQUIMARGINAL plan apply "$PLAN_ID" --plan-hash "$PLAN_HASH" --dry-run >&2 || code=$?
case $code in
  0) ;;
  3) log "plan $PLAN_ID is stale, or being applied by another: going on only where it can be resumed" ;;
  4) log "a guard rail is in the way of plan $PLAN_ID"; exit 4 ;;
  *) log "plan $PLAN_ID cannot be applied"; exit "$code" ;;
esac

code=0
$EQUIMARGINAL plan apply "$PLAN_ID" --plan-hash "$PLAN_HASH" --json || code=$?
log "plan $PLAN_ID: $(state), exit code $code"
exit "$code"
