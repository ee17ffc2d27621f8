# A PostgreSQL, durable at each commit, and a nats-server of the benchmark's own.

# start_servers DATABASE: sets postgres (what libpq takes, as the superuser), nats, and url: the
# services' own roles in that database.
start_servers() {
  [[ -z ${postgres:-} ]] || return 0
  say "starting PostgreSQL and nats-server"
  coproc SERVERS { exec build/release/tests/servers; }
  local word
  read -r word postgres <&"${SERVERS[0]}"
  read -r word nats <&"${SERVERS[0]}"
  url="$(tr ' ' '\n' <<<"$postgres" | grep ^host=) dbname=$1 user=cleave_{module}"
}

migrate() {
  CLEAVE_DATABASE_URL=$url "$cleave" migrate --admin-url "$postgres" >"$folder/migrate.log" 2>&1
}
