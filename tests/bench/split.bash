# Each module in processes of its own, two of each, behind a gateway: over a nats-server and with a
# database for each module, both the benchmark's own.

source "$here/postgres_servers.bash"
memory_bar=100 cpu_bar=-

# The gateway's address is the one that is asked; its data folder has a key to it.
serve_split() {
  local name home
  rm -rf "$folder/split"
  processes=()
  export CLEAVE_NATS_URL=$nats
  for name in user-1 user-2 billing-1 billing-2 gateway; do
    home=$folder/split/$name
    mkdir -p -m 700 "$home"
    local address=127.0.0.1:0 database=$url
    [[ $name != gateway ]] || address=127.0.0.1:$port database=
    CLEAVE_SERVE_MODULES=${name%-*} CLEAVE_DATABASE_URL=$database \
      "$cleave" serve --data "$home" --listen "$address" >"$home/log" 2>&1 &
    processes+=($!)
  done
  local tried
  for tried in $(seq 400); do
    curl -fs -o /dev/null "http://127.0.0.1:$port/readyz" && [[ -s $home/cli.key ]] && break
    sleep 0.05
  done
  local process
  for process in "${processes[@]}"; do
    kill -0 "$process" 2>/dev/null || { cat "$folder"/split/*/log >&2; exit 1; }
  done
  key=$(<"$folder/split/gateway/cli.key")
}

split_over_http() {
  start_servers "cleave_{module}"
  migrate
  serve_split
  sleep 3
  idle_cpu
  freshness 2 8
  load "split" 1 -
  load "split" 64 5000
  load "split" 64 5000 idempotent
  reads "split"
  stop_server
  rm -rf "$folder/split"
}

parts="split_over_http"
