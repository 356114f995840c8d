#!/bin/sh
# How far apart the finger engine keeps touches of the same synthetic finger and of different ones.
# usage: tests/sim/print/separation.sh BUILD_FOLDER [FINGERS]
# Each finger: one careful touch as reference, three ordinary ones as probes. Prints quantiles of both kinds of scores and
# the share of genuine pairs below the highest impostor. Fails when that is more than one in twenty.
set -eu
build=${1:?usage: separation.sh BUILD_FOLDER [FINGERS]}
fingers=${2:-40}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for finger in $(seq 1 "$fingers"); do
    person=$((1000 + finger))
    position=$((finger % 10 + 1))
    "$build/bin/basma-print" --person $person --position $position --careful "$folder/$finger-0.pgm"
    "$build/bin/basma-print" --person $person --position $position --impression 1 --count 3 "$folder/$finger-%d.pgm"
    for touch in 0 1 2 3; do echo "$finger-$touch.pgm 500"; done >>"$folder/images"
done
awk -v n="$fingers" 'BEGIN {
    for (i = 0; i < n; i++) for (k = 1; k <= 3; k++) print i * 4, i * 4 + k
    for (i = 0; i < n; i++) for (j = 0; j < n; j++) if (i != j) print i * 4, j * 4 + 1 + (i + j) % 3
}' >"$folder/pairs"
"$build/bin/basma-score" finger "$folder/images" "$folder/pairs" "$folder/scores"

genuine=$((fingers * 3))
head -n $genuine "$folder/scores" | sort -g >"$folder/genuine"
tail -n +$((genuine + 1)) "$folder/scores" | sort -g >"$folder/impostor"
for kind in genuine impostor; do
    awk -v kind=$kind '{ s[NR] = $1 } END {
        printf "%-8s %5d pairs: lowest %s, 5 %% %s, median %s, 95 %% %s, highest %s\n", kind, NR, s[1],
            s[int(NR * 0.05) + 1], s[int(NR / 2) + 1], s[int(NR * 0.95) + 1], s[NR] }' "$folder/$kind"
done
awk -v top="$(tail -n 1 "$folder/impostor")" '$1 <= top { below++ } END {
    printf "genuine pairs not above every impostor: %d of %d (%.1f %%)\n", below, NR, 100 * below / NR
    exit below * 20 > NR }' "$folder/genuine"
