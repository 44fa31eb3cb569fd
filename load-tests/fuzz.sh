#!/usr/bin/env bash
# Looks for inputs that the readers of untrusted bytes read wrongly, with Jazzer: five minutes for each target,
# or for each target that is named.
#
# SECONDS_EACH=300 MERGE=1 load-tests/fuzz.sh [TARGET…]
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

readonly jazzer_version=0.30.0 plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
readonly input_bytes_max=4096 input_seconds_max=5 corpus_bytes_max=28000
# The project's classes and the libraries that read bodies, so that the fuzzer sees how far an input gets.
readonly instrumented='io.leadgate.**:com.fasterxml.jackson.core.json.**:com.sanctionco.**:com.google.i18n.phonenumbers.**'
# Classes without Jazzer's hooks, which break Netty's queues.
readonly unhooked='io.netty.**'
seconds_each=${SECONDS_EACH:-300}
targets=("$@")
if (($# == 0)); then targets=(json array form xml v1 v2 cut gzip values keys); fi
corpora=$here/../src/test/resources/fuzz

for target in "${targets[@]}"; do
  [[ -f $corpora/$target.txt ]] || die "there is no target $target"
done
find_java javac

say "compiling the tests and fetching Jazzer"
(
  cd "$here/.."
  mvn -q -B test-compile "$plugin:build-classpath" -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath"
  for artifact in jazzer jazzer-api; do
    mvn -q -B "$plugin:copy" -Dartifact="com.code-intelligence:$artifact:$jazzer_version" -DoutputDirectory="$work"
  done
) >&2 || die "the build or the download of Jazzer failed"
classes=$here/../target/classes:$here/../target/test-classes:$(cat "$work/classpath")

# expand TARGET: writes the lines of its corpus to files in $work/TARGET, a file for each line.
expand() {
  local line number=0
  mkdir -p "$work/$1"
  while IFS= read -r line; do
    base64 -d <<<"$line" >"$work/$1/$number"
    number=$((number + 1))
  done <"$corpora/$1.txt"
}

# jazzer TARGET ARGUMENT…: runs Jazzer, which leaves the inputs that it finds in $work/TARGET.found.
jazzer() {
  local target=$1
  shift
  mkdir -p "$work/$target.found"
  "$java" -Xmx1g "${java_options[@]}" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$work/jazzer-$jazzer_version.jar:$work/jazzer-api-$jazzer_version.jar:$classes" \
    com.code_intelligence.jazzer.Jazzer \
    --target_class=io.leadgate.fuzz.Fuzz --target_args="$target" \
    --instrumentation_includes="$instrumented" --custom_hook_excludes="$unhooked" --reproducer_path="$work/$target.found" \
    -artifact_prefix="$work/$target.found/" -max_len="$input_bytes_max" -timeout="$input_seconds_max" \
    -rss_limit_mb=4096 "$@"
}

# merge TARGET: adds to its corpus the inputs that reach more code, the shortest first, up to a bound.
merge() {
  local input line
  expand "$1"
  mv "$work/$1" "$work/$1.kept"
  mkdir "$work/$1"
  jazzer "$1" -merge=1 "$work/$1.kept" "$work/$1.new" >"$work/merge.log" 2>&1 || die "the merge broke off"
  find "$work/$1.kept" -type f -printf '%s %p\n' | sort -n | while read -r _ input; do
    line=$(base64 -w0 "$input")
    if grep -qxF -e "$line" "$corpora/$1.txt"; then continue; fi
    if (($(stat -c %s "$corpora/$1.txt") + ${#line} < corpus_bytes_max)); then
      printf '%s\n' "$line" >>"$corpora/$1.txt"
    fi
  done
  LC_ALL=C sort -u -o "$corpora/$1.txt" "$corpora/$1.txt"
  awk '{ print length, $0 }' "$corpora/$1.txt" | LC_ALL=C sort -s -n -k1,1 | cut -d' ' -f2 >"$work/sorted"
  cp "$work/sorted" "$corpora/$1.txt"
}

# fuzz TARGET: fuzzes for $seconds_each, prints the result, and sets $passed.
fuzz() {
  local log=$work/$1.log executions features found
  expand "$1"
  mv "$work/$1" "$work/$1.new"
  if jazzer "$1" -max_total_time="$seconds_each" -print_final_stats=1 "$work/$1.new" >"$log" 2>&1; then
    passed=1
    printf 'PASS '
  else
    passed=0
    printf 'FAIL '
  fi
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  features=$(sed -nE 's/^#[0-9].* cov: ([0-9]+) ft: ([0-9]+) .*/\2 features at \1 places/p' "$log" | tail -n 1)
  printf '%-6s %9s executions in %s s, %s\n' "$1" "${executions:-no}" "$seconds_each" "${features:-no features}"
  for found in "$work/$1.found"/*-*; do
    [[ -f $found && $found != *.java ]] || continue
    printf '     %s, a line for %s:\n%s\n' "$(basename "$found" | cut -d- -f1)" "src/test/resources/fuzz/$1.txt" \
      "$(base64 -w0 "$found")"
  done
  if ((!passed)); then grep -aE -A 9 '^== Java|^ERROR|^==[0-9]+== ERROR|^Exception' "$log" | head -n 40 >&2 || true; fi
}

failed=0
for target in "${targets[@]}"; do
  fuzz "$target"
  if ((!passed)); then
    failed=1
  elif [[ ${MERGE:-} ]]; then
    merge "$target"
  fi
done
verdict=reached
where_and_when "SECONDS_EACH=$seconds_each load-tests/fuzz.sh ${targets[*]}"
exit "$failed"
