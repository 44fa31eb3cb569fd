-- Sends one lead a request. Each lead that is sent is answered before wrk ends.
--
-- wrk stops at its deadline with requests in flight, which the server commits and wrk does not count. So
-- connections send no further lead once `seconds` have passed: the request is then the empty string,
-- which wrk writes, and then waits. wrk's own -d has to be longer by more than a lead takes.
--
-- The script has no response(), because wrk would build a table of headers for each answer. wrk counts
-- the statuses of 400 and more by itself.
--
-- wrk ... -s lead.lua URL -- <file> <token> <seconds> [<pause of a connection before a lead, in ms>
--   [<the begin of the idempotency key of each lead>]]

local ffi = require("ffi")
ffi.cdef([[
  typedef struct { long seconds; long nanoseconds; } lead_time;
  int clock_gettime(int clock, lead_time *time);
]])
local MONOTONIC = 1

-- Globals, because thread:get() in done() reads only globals.
sent, parked, first, last = 0, 0, 0, 0
each_second = {} -- the leads sent in each second

local threads = {}
local time = ffi.new("lead_time")
local lead, stop, behind
local number = 0
local each = each_second

-- With a key, `lead` is the request up to the key, and `behind` is the rest of the request.
local function next_lead()
  if not behind then
    return lead
  end
  number = number + 1
  return lead .. number .. behind
end

local function now()
  ffi.C.clock_gettime(MONOTONIC, time)
  return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

function setup(thread)
  -- wrk asks its first thread for a request that it does not send, to count the requests in the text.
  thread:set("unsent", #threads == 0 and 1 or 0)
  threads[#threads + 1] = thread
  thread:set("thread_number", #threads)
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.body = file:read("*a")
  file:close()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. args[2]
  if args[5] then
    local key = args[5] .. "-" .. thread_number .. "-"
    wrk.headers["Idempotency-Key"] = key
    local whole = wrk.format()
    local _, last = whole:find(key, 1, true)
    lead, behind = whole:sub(1, last), whole:sub(last + 1)
  else
    lead = wrk.format()
  end
  stop = tonumber(args[3])
  local pause = tonumber(args[4])
  if pause then
    delay = function() return pause end
  end
end

function request()
  if unsent > 0 then
    unsent = 0
    return next_lead()
  end
  local t = now()
  if sent == 0 then
    first = t
  end
  if t - first < stop then
    sent = sent + 1
    local second = math.floor(t - first) + 1
    each[second] = (each[second] or 0) + 1
    return next_lead()
  end
  parked = parked + 1
  last = t
  return ""
end

-- A line for first-seconds.sh, EACH: the leads sent in each second. A line for measure.sh, RESULT: sent, parked,
-- answered, refused (4xx and 5xx), broken, seconds (from the first lead sent to the last one answered), and p50, p99
-- and mean in microseconds.
function done(summary, latency, requests)
  local total, idle, from, to = 0, 0, math.huge, 0
  local seconds, highest = {}, 0
  for _, thread in ipairs(threads) do
    total = total + thread:get("sent")
    idle = idle + thread:get("parked")
    from = math.min(from, thread:get("first"))
    to = math.max(to, thread:get("last"))
    for second, leads in pairs(thread:get("each_second")) do
      seconds[second] = (seconds[second] or 0) + leads
      highest = math.max(highest, second)
    end
  end
  for second = 1, highest do
    seconds[second] = seconds[second] or 0
  end
  print("\nEACH " .. table.concat(seconds, " "))
  local errors = summary.errors
  print(string.format(
    "\nRESULT %d %d %d %d %d %.6f %d %d %.0f",
    total, idle, summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, to - from,
    latency:percentile(50), latency:percentile(99), latency.mean))
end
