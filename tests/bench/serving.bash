# A server of ours, and what is measured of it over HTTP.

processes=() memory_bar=64 cpu_bar=8

stop_server() {
  ((${#processes[@]})) || return 0
  kill "${processes[@]}" 2>/dev/null || true
  wait "${processes[@]}" || true
  processes=()
}

# serve FOLDER [options of cleave serve]: starts the server on it; sets processes, key and log.
serve() {
  log=$folder/serve.log
  rm -f "$log"
  "$cleave" serve --data "$@" --listen "127.0.0.1:$port" >"$log" 2>&1 &
  processes=($!)
  for _ in $(seq 200); do
    curl -fs -o /dev/null "http://127.0.0.1:$port/readyz" && break
    kill -0 "${processes[0]}" 2>/dev/null || { cat "$log" >&2; exit 1; }
    sleep 0.05
  done
  key=$(sed -n 's/^admin key: *//p' "$log" | head -1)
  [[ -n $key ]] || { say "the server printed no admin key"; cat "$log" >&2; exit 1; }
}

# Of all processes of ours together; what several of them share counts once.
memory_mib() {
  cat $(printf '/proc/%s/smaps_rollup ' "${processes[@]}") |
    awk '/^Pss:/ { kib += $2 } END { printf "%.1f", kib / 1024 }'
}
cpu_seconds() { cpu_seconds_of "${processes[@]}"; }
cpu_seconds_of() {
  cat $(printf '/proc/%s/stat ' "$@") |
    awk -v hz="$(getconf CLK_TCK)" '{ ticks += $14 + $15 } END { print ticks / hz }'
}

# for_100_000 BEFORE AFTER COUNT: what that many of COUNT cost.
for_100_000() { awk "BEGIN { printf \"%.1f\", ($2 - $1) * 1e5 / $3 }"; }
# The processes below that one.
descendants() {
  local pid
  for pid in $(<"/proc/$1/task/$1/children"); do
    echo "$pid"
    descendants "$pid"
  done
}

# sample_rss FILE: the resident memory every 100 ms, until killed.
sample_memory() { while memory_mib >>"$1" && echo >>"$1"; do sleep 0.1; done 2>/dev/null; }

# load TABLE CONNECTIONS RATE_BAR [idempotent]: wrk, and all that is watched meanwhile; judged
# by memory_bar and cpu_bar too.
load() {
  local table=$1 connections=$2 bar=$3 mode=${4:-}
  local run=r$RANDOM url=http://127.0.0.1:$port script=tests/bench/register.lua
  local command="wrk -t1 -c$connections -d${seconds}s -s $script $url -- KEY RUN $mode"
  local what="HTTP, $connections connections${mode:+, Idempotency-Key}, $table"
  say "$command ($table)"
  local head_before cpu_before head cpu answered refused lag_line theirs=() theirs_before=0
  [[ -z ${SERVERS_PID:-} ]] || mapfile -t theirs < <(descendants "$SERVERS_PID")
  ((${#theirs[@]} == 0)) || theirs_before=$(cpu_seconds_of "${theirs[@]}")
  head_before=$("$http_bench" applied "$port" "$key")
  cpu_before=$(cpu_seconds)
  : >"$folder/memory"
  sample_memory "$folder/memory" &
  local sampler=$!
  "$http_bench" lag "$port" "$key" "$seconds" >"$folder/lag" &
  local lag=$!
  wrk -t1 "-c$connections" "-d${seconds}s" --latency -s "$script" "$url" -- \
    "$key" "$run" $mode >"$folder/wrk"
  head=$("$http_bench" applied "$port" "$key")
  cpu=$(cpu_seconds)
  local theirs_after=0
  ((${#theirs[@]} == 0)) || theirs_after=$(cpu_seconds_of "${theirs[@]}")
  wait "$lag"
  kill "$sampler" && wait "$sampler" 2>/dev/null || true

  answered=$(awk '/requests in/ { print $1 }' "$folder/wrk")
  refused=$(awk '/Non-2xx/ { print $5 }' "$folder/wrk")
  lag_line=$(<"$folder/lag")
  local rate p50 p99
  rate=$(awk '/^Requests\/sec/ { printf "%.0f", $2 }' "$folder/wrk")
  p50=$(awk '$1 == "50%" { print $2 }' "$folder/wrk")
  p99=$(awk '$1 == "99%" { print $2 }' "$folder/wrk")
  judge "registrations, $what" "$rate" at_least "$bar" "/s" \
    "p50 $p50, p99 $p99; ${refused:-0} of $answered refused; $((head - head_before)) in the log" \
    "$command"
  judge "billing's lag p99 meanwhile, $what" "$(after p99 <<<"$lag_line")" at_most 250 " ms" \
    "p50 $(after p50 <<<"$lag_line"), max $(after max <<<"$lag_line") ms" \
    "http_bench lag PORT KEY $seconds"
  if ((connections == 64)); then
    judge "memory under that load, $what" "$(sort -n "$folder/memory" | tail -1)" \
      at_most "$memory_bar" " MiB" \
      "largest Pss of a sample every 100 ms; processes: ${#processes[@]}" \
      "/proc/PID/smaps_rollup"
    judge "server CPU for 100,000 registered and applied, $what" \
      "$(for_100_000 "$cpu_before" "$cpu" "$((head - head_before))")" \
      at_most "$cpu_bar" " s" "user and system, all threads" "/proc/PID/stat"
    ((${#theirs[@]} == 0)) ||
      judge "CPU of PostgreSQL and NATS for the same, $what" \
        "$(for_100_000 "$theirs_before" "$theirs_after" "$((head - head_before))")" \
        at_most - " s" "user and system, all processes" "/proc/PID/stat"
  fi
}

# freshness P50_BAR P99_BAR
freshness() {
  local line command="http_bench freshness PORT KEY $writes 50"
  say "$command"
  "$http_bench" freshness "$port" "$key" "$writes" 50 >"$folder/freshness"
  line=$(grep ^freshness_ms "$folder/freshness")
  local alone
  alone=$(grep ^read_alone_ms "$folder/freshness" | after p50)
  local detail="answer of the write to answer of a read of billing's copy that waits for it;"
  detail+=" a read that need not wait takes $alone ms of it"
  judge "freshness at 50 writes/s, p50" "$(after p50 <<<"$line")" at_most "$1" " ms" \
    "$detail" "$command"
  judge "freshness at 50 writes/s, p99" "$(after p99 <<<"$line")" at_most "$2" " ms" \
    "max $(after max <<<"$line") ms" "$command"
}

# What it takes to do nothing.
idle_cpu() {
  local before after
  before=$(cpu_seconds)
  sleep "$seconds"
  after=$(cpu_seconds)
  judge "CPU while nothing happens" \
    "$(awk "BEGIN { printf \"%.2f\", 100 * ($after - $before) / $seconds }")" at_most 1 " %" \
    "of one core, over $seconds s; processes: ${#processes[@]}" "/proc/PID/stat"
}

# Those who came later (insight, webhooks) read the whole log first.
wait_for_followers() {
  local status="curl -fs http://127.0.0.1:$port/v1/sync -H @$folder/auth"
  printf 'Authorization: Bearer %s\n' "$key" >"$folder/auth"
  while $status | grep -q '"lag_events":[1-9]'; do sleep 0.5; done
}

# One request of the API; prints the answer.
api() {
  curl -fsS -X "$1" "http://127.0.0.1:$port$2" -H @"$folder/auth" \
    -H 'Content-Type: application/json' -H "Idempotency-Key: bench-$RANDOM$RANDOM" ${3:+-d "$3"}
}
id_in() { grep -o "\"id\":\"${1}_[a-z0-9]*" | head -1 | cut -d'"' -f4; }

# read_rate PATH: how many reads of it a second, over 64 connections.
read_rate() {
  wrk -t1 -c64 "-d${seconds}s" -H "Authorization: Bearer $key" "http://127.0.0.1:$port$1" |
    awk '/^Requests\/sec/ { printf "%.0f", $2 }'
}

# reads TABLE: of one user, and what they cost.
reads() {
  wait_for_followers
  local user before rate after command="wrk -t1 -c64 -d${seconds}s URL"
  user=$(api POST /v1/users '{"email":"reads@example.com"}' | id_in usr)
  before=$(cpu_seconds)
  rate=$(read_rate "/v1/users/$user")
  after=$(cpu_seconds)
  judge "reads of a user, HTTP, 64 connections, $1" "$rate" at_least - "/s" \
    "$(for_100_000 "$before" "$after" "$((rate * seconds))") s of our CPU for 100,000" "$command"
}
