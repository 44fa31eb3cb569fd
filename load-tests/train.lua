-- Sends requests that stand in files, head and body, in turn, and looks at no answer.
--
-- wrk ... -s train.lua URL -- <pause of a connection before a request, in ms> <file>...

local requests = {}
local number = 0

function init(args)
  local pause = tonumber(args[1])
  delay = function() return pause end
  for i = 2, #args do
    local file = assert(io.open(args[i], "rb"))
    requests[#requests + 1] = file:read("*a")
    file:close()
  end
end

function request()
  number = number % #requests + 1
  return requests[number]
end
