# The default topology: one process, its databases files in one folder.

pipelines() {
  local users line batch ratio bar command detail
  declare -A at_a_million
  for users in 1000000 $sizes; do
    [[ $users == 1000000 && -n ${done_million:-} ]] && continue
    [[ $users == 1000000 ]] && local done_million=yes
    command="pipeline_bench $folder $users $rounds $percent"
    say "$command"
    while read -r line; do
      batch=$(after batch <<<"$line") ratio=$(after ratio <<<"$line")
      detail="$(after product <<<"$line")/s against $(after reference <<<"$line")/s,"
      detail+=" ratio $(after min <<<"$line")..$(after max <<<"$line")"
      case $line in
        pipeline*)
          detail+="; $(after cpu_us <<<"$line") us of CPU an event;"
          detail+=" commit to commit p50 $(after arrival_us <<<"$line") us"
          bar=-
          if [[ $users == 1000000 ]]; then
            at_a_million[$batch]=$ratio
            bar=0.5
            [[ $batch == 1 ]] && bar=0.7
          fi
          judge "pipeline / reference, $batch a transaction, $users users" \
            "$ratio" at_least "$bar" "" "$detail" "$command"
          if [[ $users != 1000000 ]]; then
            judge "... and against the ratio at 1000000 users" \
              "$(awk "BEGIN { r = $ratio / ${at_a_million[$batch]}; printf \"%.2f\", r }")" \
              at_least 0.75 "" "it may move by a quarter" "$command"
          fi
          ;;
        catch_up*)
          [[ $users == 1000000 ]] && bar=60000 || bar=-
          judge "catch-up of a stopped follower, $users users" "$(after product <<<"$line")" \
            at_least "$bar" "/s" "$detail" "$command"
          ;;
      esac
    done < <("$pipeline_bench" "$folder" "$users" "$rounds" "$percent")
  done
}

billing_run() {
  # With as many the page caches of the stores are full; what is more would be a leak.
  local some=50000 all=100000 line few command="billing_bench $folder/billing 100000"
  ((record)) || some=20000 all=40000
  say "$command"
  few=$("$billing_bench" "$folder/billing" "$some" | after grown)
  line=$("$billing_bench" "$folder/billing" "$all")
  rm -rf "$folder/billing"
  judge "billing run over $all subscriptions, from draft to paid and posted" \
    "$(after rate <<<"$line")" at_least 5000 "/s" \
    "$(after paid <<<"$line") invoices paid in $(after seconds <<<"$line") s, \
$(after cpu_us <<<"$line") us of CPU each, all threads" "$command"
  judge "memory that it takes more than a run over $some" \
    "$(awk "BEGIN { printf \"%.1f\", $(after grown <<<"$line") - $few }")" at_most 8 " MiB" \
    "from $(after rss_before <<<"$line") to $(after rss_most <<<"$line") MiB" "$command"
}

overview() {
  rm -rf "$folder/serve"
  serve "$folder/serve"
  wait_for_followers
  local user product price plain=() whole=() command="wrk -t1 -c64 -d${seconds}s URL"
  user=$(api POST /v1/users '{"email":"ada@example.com"}' | id_in usr)
  product=$(api POST /v1/products '{"name":"Team"}' | id_in prod)
  price=$(api POST /v1/prices '{"product_id":"'"$product"'","currency":"eur","interval":"month",
    "unit_amount_minor":1250}' | id_in price)
  wait_for_followers
  api POST /v1/subscriptions '{"user_id":"'"$user"'","price_id":"'"$price"'"}' >/dev/null
  say "$command"
  for _ in 1 2 3; do
    plain+=("$(read_rate "/v1/users/$user")")
    whole+=("$(read_rate "/v1/users/$user/overview")")
  done
  local of_one of_all
  of_one=$(printf '%s\n' "${plain[@]}" | sort -n | sed -n 2p)
  of_all=$(printf '%s\n' "${whole[@]}" | sort -n | sed -n 2p)
  judge "overview reads / plain user reads, 64 connections" \
    "$(awk "BEGIN { printf \"%.2f\", $of_all / $of_one }")" at_least 0.5 "" \
    "$of_all/s against $of_one/s, medians of three in turns" "$command"
  stop_server
  rm -rf "$folder/serve"
}

over_http() {
  rm -rf "$folder/serve"
  serve "$folder/serve"
  sleep 2
  judge "memory, idle" "$(memory_mib)" at_most 24 " MiB" "Pss two seconds after the start" \
    "cleave serve"
  freshness 1 5
  load "new tables" 1 2000
  load "new tables" 64 12000
  load "new tables" 64 - idempotent
  stop_server

  rm -rf "$folder/serve"
  cp -r "$folder/cleave-1000000" "$folder/serve"
  chmod 700 "$folder/serve"
  sync "$folder"/serve/*
  serve "$folder/serve"
  wait_for_followers
  load "1,000,000 users" 1 2000
  load "1,000,000 users" 64 12000
  load "1,000,000 users" 64 12000 idempotent
  stop_server
  rm -rf "$folder/serve"
}

parts="pipelines over_http billing_run overview"
