#!/bin/bash
# Squid's child in front of the helper: front.sh MODE PYTHON HELPER ARGUMENTS…
# Squid stops for good when a helper keeps dying, so this one does not die with it: when the helper ends badly it says
# "no" to everything for 0.3 seconds (2 when the helper died young), then leaves and is started again.
mode=$1 python=$2
shift 2
started=${EPOCHREALTIME/./}
"$python" -ISu "$1" "$mode" "${@:2}" && exit 0
now=${EPOCHREALTIME/./}
((now - started > 1000000)) && end=$((now + 300000)) || end=$((now + 2000000))
refusal="ERR message=filter-unavailable log=o=block;r=fail-closed;s=fail-closed;n=1 answer_=closed"
[[ $mode == credential ]] && refusal="ERR"
while ((${EPOCHREALTIME/./} < end)); do
  IFS= read -r -t .1 id rest
  status=$?
  if ((status == 0)); then
    echo "${id%% *} $refusal" || exit 0
  elif ((status <= 128)); then
    exit 0
  fi
done
exit 0
