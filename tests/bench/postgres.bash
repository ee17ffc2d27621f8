# One process on a PostgreSQL of the benchmark's own, durable at each commit; and its logs' relay
# into a nats-server of its own.

source "$here/postgres_servers.bash"
postgres_bench=build/release/tests/postgres_bench
relay_bench=build/release/tests/relay_bench
memory_bar=100 cpu_bar=-
absolute="best of $rounds rounds"

# compared WHAT LINE BAR_OF_RATIO BAR_OF_RATE COMMAND: one line of a program's answer.
compared() {
  local what=$1 line=$2 command=$5 detail rate
  rate=$(after best_of_product <<<"$line")
  detail="medians $(after product <<<"$line")/s against $(after reference <<<"$line")/s,"
  detail+=" ratio $(after min <<<"$line")..$(after max <<<"$line");"
  detail+=" $(after cpu_us <<<"$line") us of CPU an event, without the servers'"
  judge "$what, against the reference" "$(after ratio <<<"$line")" at_least "$3" "" \
    "$detail" "$command"
  if [[ $4 != - ]]; then
    judge "$what" "$rate" at_least "$4" "/s" "$absolute" "$command"
  fi
}

postgres_pipelines() {
  start_servers cleave
  local line command="postgres_bench CONNINFO $rounds $percent"
  say "$command"
  while read -r line; do
    case $line in
      write*) compared "16 clients write through the lane" "$line" 0.9 - "$command" ;;
      *"batch 1 "*) compared "pipeline, 1 a transaction" "$line" - - "$command" ;;
      *"batch 100 "*) compared "pipeline, 100 a transaction" "$line" - - "$command" ;;
      pipeline*) compared "pipeline, 1,000 a transaction" "$line" - 15000 "$command" ;;
      catch_up*) compared "catch-up of a stopped follower" "$line" 0.6 32000 "$command" ;;
    esac
  done < <("$postgres_bench" "$postgres" "$rounds" "$percent" 2>"$folder/postgres_bench.log")
}

relay() {
  start_servers cleave
  local line command="relay_bench CONNINFO URL $rounds"
  say "$command"
  # The log that it relays.
  [[ -n $(psql -XAtc "SELECT to_regclass('\"user\".event_log')" "$postgres") ]] ||
    "$postgres_bench" "$postgres" 1 100 >"$folder/postgres_bench.log" 2>&1
  line=$("$relay_bench" "$postgres" "$nats" "$rounds")
  compared "relay into JetStream" "$line" - 60000 "$command"
}

postgres_over_http() {
  start_servers cleave
  migrate
  export CLEAVE_DATABASE_URL=$url
  rm -rf "$folder/serve"
  serve "$folder/serve"
  sleep 2
  idle_cpu
  freshness 2 8
  load "PostgreSQL" 1 -
  load "PostgreSQL" 64 8000
  load "PostgreSQL" 64 8000 idempotent
  reads "PostgreSQL"
  stop_server
  rm -rf "$folder/serve"
}

parts="postgres_pipelines relay postgres_over_http"
