-- Asks for tokens, sends leads, or asks for a token before each lead, like a client that fetches a token for every
-- lead. A lead's own header proves its sender, because to read each token would cost wrk as much as the gateway.
--
-- wrk ... -s sender.lua URL -- <client id and secret in Base64, or ''> [<file> <path of the leads> <header> <value>]

local requests = {}
local turn = 0

function init(args)
  if args[1] ~= "" then
    table.insert(requests, wrk.format("POST", "/oauth2/token", {
      ["Content-Type"] = "application/x-www-form-urlencoded",
      ["Authorization"] = "Basic " .. args[1],
    }, "grant_type=client_credentials"))
  end
  if args[2] then
    local file = assert(io.open(args[2], "rb"))
    local headers = { ["Content-Type"] = "application/json", [args[4]] = args[5] }
    table.insert(requests, wrk.format("POST", args[3], headers, file:read("*a")))
    file:close()
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

-- One line for the scripts: answered, refused (4xx and 5xx), broken, microseconds, p50 and p99.
function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format(
    "\nRESULT %d %d %d %d %d %d",
    summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99)))
end
