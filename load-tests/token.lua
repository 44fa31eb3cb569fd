-- Asks for a token in each request, by HTTP Basic, like a naive client that fetches a token for each lead.
--
-- wrk ... -s token.lua URL -- <client id and secret in Base64>

function init(args)
  wrk.method = "POST"
  wrk.body = "grant_type=client_credentials"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  wrk.headers["Authorization"] = "Basic " .. args[1]
end

-- One line for token-cost.sh: answered, refused (4xx and 5xx), broken, microseconds, p50 and p99.
function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format(
    "\nRESULT %d %d %d %d %d %d",
    summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99)))
end
