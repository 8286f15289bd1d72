-- The requests of wrk: EVENTS events each, as JSON lines, with the write key KEY if there is one. With COUNT, it counts the
-- answers by their kind.
local events = tonumber(os.getenv("EVENTS"))
local counts = os.getenv("COUNT") ~= nil
local key = os.getenv("KEY")
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
if key ~= nil and key ~= "" then
  wrk.headers["X-Write-Key"] = key
end

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init()
  acknowledged, later, unavailable, other = 0, 0, 0, 0
end

if counts then
  function response(status)
    if status == 200 or status == 202 then
      acknowledged = acknowledged + 1
    elseif status == 429 then
      later = later + 1
    elseif status == 503 then
      unavailable = unavailable + 1
    else
      other = other + 1
    end
  end
end

function done()
  local sums = {0, 0, 0, 0}
  for _, thread in ipairs(threads) do
    sums[1] = sums[1] + thread:get("acknowledged")
    sums[2] = sums[2] + thread:get("later")
    sums[3] = sums[3] + thread:get("unavailable")
    sums[4] = sums[4] + thread:get("other")
  end
  print(string.format("acknowledged %d later %d unavailable %d other %d", sums[1], sums[2], sums[3], sums[4]))
end
