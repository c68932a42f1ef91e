-- Posts an image with 32 bytes behind it that no other request of this run has.
-- Arguments: the image's file, and the number of the run.

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  image = file:read("*a")
  file:close()
  run = tonumber(arguments[2])
  sent = 0
  headers = { ["Content-Type"] = "image/jpeg", ["X-Slipstream-Source"] = "bench-" .. number }
end

function request()
  sent = sent + 1
  return wrk.format("POST", nil, headers, image .. string.format("%08d%08d%016d", run, number, sent))
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %.0f %.0f %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
