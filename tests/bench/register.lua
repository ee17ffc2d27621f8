-- wrk script: POST /v1/users, each request another e-mail, in no order.
-- wrk ... -s register.lua URL -- KEY RUN [idempotent]
local made, run, idempotent = 0, "", false
local fields = {["Content-Type"] = "application/json"}

function init(arguments)
  fields["Authorization"] = "Bearer " .. arguments[1]
  run = arguments[2]
  idempotent = arguments[3] == "idempotent"
end

function request()
  made = made + 1
  local scrambled = string.format("%08x", (made * 2654435761) % 4294967296)
  if idempotent then fields["Idempotency-Key"] = run .. "-" .. made end
  local body = '{"email":"' .. scrambled .. "." .. run .. '@example.com",' ..
    '"display_name":"Somebody Nicely Named","locale":"en-GB","time_zone":"Europe/Berlin",' ..
    '"metadata":{"plan":"trial","campaign":"spring-2026"}}'
  return wrk.format("POST", "/v1/users", fields, body)
end
