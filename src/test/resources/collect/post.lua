-- The requests of wrk: EVENTS events each, as JSON lines. With COUNT, it counts the answers by their kind.
local events = tonumber(os.getenv("EVENTS"))
local counts = os.getenv("COUNT") ~= nil
local lines = {}
for i = 1, events do
  lines[i] = string.format(
    '{"event_id":"5f0c1c1e-%04d-4f6e-9a53-6f9d53a1f0aa","timestamp":1486252800123,"action":"view",'
      .. '"machine_id":"b7a1d3f2-%04d","build":"11.0.3.173","os":"Windows 10",'
      .. '"document":{"pages":12,"bytes":482133,"title":"Quarterly report","zoom":1.25}}',
    i, i % 100)
end
wrk.method = "POST"
wrk.body = table.concat(lines, "\n")
wrk.headers["Content-Type"] = "application/x-ndjson"

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init()
  acknowledged, refused, other = 0, 0, 0
end

if counts then
  function response(status)
    if status == 200 or status == 202 then
      acknowledged = acknowledged + 1
    elseif status == 503 or status == 429 then
      refused = refused + 1
    else
      other = other + 1
    end
  end
end

function done()
  local sums = {0, 0, 0}
  for _, thread in ipairs(threads) do
    sums[1] = sums[1] + thread:get("acknowledged")
    sums[2] = sums[2] + thread:get("refused")
    sums[3] = sums[3] + thread:get("other")
  end
  print(string.format("acknowledged %d refused %d other %d", sums[1], sums[2], sums[3]))
end
