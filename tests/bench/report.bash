# What a part of the benchmark measured: lines on the terminal, and tables in docs/performance.md.

rows=() missed=0

say() { echo "bench: $*" >&2; }

# row WHAT MEASURED BAR VERDICT DETAIL COMMAND: one line of the table.
row() {
  rows+=("| $1 | $2 | $3 | $4 | $5 | \`$6\` |")
  printf '%-58s %-14s %-12s %s\n' "$1" "$2" "$3" "$4"
}

# judge WHAT VALUE at_least|at_most BAR UNIT DETAIL COMMAND; without a bar, BAR is -.
judge() {
  local verdict=- bar=-
  if [[ $4 != - ]]; then
    local sign=">="
    [[ $3 == at_most ]] && sign="<="
    bar="$sign $4$5"
    verdict=met
    awk "BEGIN { exit !($2 $sign $4) }" || { verdict=MISSED; missed=$((missed + 1)); }
  fi
  row "$1" "$2$5" "$bar" "$verdict" "$6" "$7"
}

# after WORD: what stands behind that word on standard input.
after() {
  awk -v word="$1" '{ for (i = 1; i < NF; ++i) if ($i == word) { print $(i + 1); exit } }'
}

# Replaces that part's section of the document with what this run measured.
write_document() {
  local part=$1 table=$folder/table model
  model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
  {
    echo "<!-- measured: $part -->"
    echo
    echo "$(date -u +%F), commit $(git rev-parse --short HEAD 2>/dev/null || echo none)," \
      "$(nproc) cores ($model), Linux $(uname -r)," \
      "load before the run $load_before. Pipelines: median of $rounds rounds."
    echo
    echo "| what | measured | bar | | in detail | by |"
    echo "|---|---|---|---|---|---|"
    printf '%s\n' "${rows[@]}"
    echo
    echo "<!-- end of measured: $part -->"
  } >"$table"
  awk -v table="$table" -v part="$part" '
    $0 == "<!-- measured: " part " -->" {
      while ((getline line < table) > 0) print line
      skip = 1
    }
    !skip { print }
    $0 == "<!-- end of measured: " part " -->" { skip = 0 }' "$document" >"$folder/document"
  cp "$folder/document" "$document"
}

