"""What `redis_jobs` runs inside Redis, so that a job and its places in the indexes change at once.

Keys, all in one slot of a cluster by the tag in braces (ElastiCache Serverless is one)::

    crp:job:{jobs}:ID          hash    version status writer expires_at lease_* progress record ...
    crp:jobs:{jobs}:all        zset    every job's id; all scores are 0, ids sort by time
    crp:jobs:{jobs}:STATUS     zset    the same for each status
    crp:jobs:{jobs}:ending:STATUS  zset   finished jobs, by when they are forgotten, in ms
    crp:jobs:{jobs}:rebuilt    string  how far the indexes were filled from the report store

A finished job's hash has a time to live, but a day longer than the job: what decides is
`expires_at`, which the indexes know too, so that lists and counts agree to the millisecond.
"""

from research.adapters.redis.redis_connection import Script

JOB = "crp:job:{jobs}:"
INDEX = "crp:jobs:{jobs}:"

_PRELUDE = """
local JOB, INDEX = 'crp:job:{jobs}:', 'crp:jobs:{jobs}:'
local FINISHED = {'completed', 'failed', 'cancelled'}
local STATUSES = {'pending', 'running', 'awaiting_plan', 'completed', 'failed', 'cancelled'}

local function forget(id)
  redis.call('DEL', JOB .. id)
  redis.call('ZREM', INDEX .. 'all', id)
  for _, status in ipairs(STATUSES) do redis.call('ZREM', INDEX .. status, id) end
  for _, status in ipairs(FINISHED) do redis.call('ZREM', INDEX .. 'ending:' .. status, id) end
end

local function sweep(now, most)
  for _, status in ipairs(FINISHED) do
    local over = redis.call(
      'ZRANGEBYSCORE', INDEX .. 'ending:' .. status, '-inf', now, 'LIMIT', 0, most)
    for _, id in ipairs(over) do forget(id) end
  end
end

local function is_over(expires_at, now)
  local at = tonumber(expires_at or 0) or 0
  return at > 0 and at <= tonumber(now)
end
"""


WRITE = Script(
    _PRELUDE
    + """
-- KEYS: the job. ARGV: id, version it must have (0: none), writer, now, expires_at, time to live,
-- then the hash's other fields. Answers ok, taken or damaged.
local id, expected, writer, now, expires_at, ttl = unpack(ARGV, 1, 6)
local version, status, updated_at, progress, owner, lease_expires_at, record = unpack(ARGV, 7)
local held = redis.pcall('HMGET', KEYS[1], 'version', 'status', 'writer', 'expires_at')
if held.err then return 'damaged' end
if held[1] and is_over(held[4], now) then
  forget(id)
  held = {false, false, false, false}
end
if not held[1] and redis.call('EXISTS', KEYS[1]) == 1 then return 'damaged' end
if (held[1] or '0') ~= expected then
  -- A client repeats a call whose answer was lost: then this very writer was here before.
  if held[3] == writer then return 'ok' end
  return 'taken'
end
if held[2] and held[2] ~= status then
  redis.call('ZREM', INDEX .. held[2], id)
  redis.call('ZREM', INDEX .. 'ending:' .. held[2], id)
end
redis.call('HSET', KEYS[1], 'writer', writer, 'expires_at', expires_at, 'version', version,
  'status', status, 'updated_at', updated_at, 'progress', progress, 'lease_owner', owner,
  'lease_expires_at', lease_expires_at, 'record', record)
redis.call('ZADD', INDEX .. 'all', 0, id)
redis.call('ZADD', INDEX .. status, 0, id)
if tonumber(expires_at) > 0 then
  redis.call('ZADD', INDEX .. 'ending:' .. status, expires_at, id)
  redis.call('PEXPIRE', KEYS[1], ttl)
  sweep(now, 20)
end
return 'ok'
"""
)

NOTE = Script(
    _PRELUDE
    + """
-- KEYS: the job. ARGV: owner, lease_expires_at, now, progress or nothing.
-- Answers ok, missing or lost.
local held = redis.call('HMGET', KEYS[1], 'version', 'status', 'lease_owner')
if not held[1] then return 'missing' end
if held[2] ~= 'running' or held[3] ~= ARGV[1] then return 'lost' end
redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('HSET', KEYS[1], 'lease_expires_at', ARGV[2], 'updated_at', ARGV[3])
if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'progress', ARGV[4]) end
return 'ok'
"""
)

DELETE = Script(
    _PRELUDE
    + """
-- KEYS: the job. ARGV: id, now. Answers ok or missing.
local there = redis.call('EXISTS', KEYS[1]) == 1
local expires_at = there and redis.pcall('HGET', KEYS[1], 'expires_at')
forget(ARGV[1])
if not there or (type(expires_at) == 'string' and is_over(expires_at, ARGV[2])) then
  return 'missing'
end
return 'ok'
"""
)

LIST = Script(
    _PRELUDE
    + """
-- KEYS: an index. ARGV: id to start below or nothing, how many, now.
-- Answers pairs of an id and its hash, flat; false for what is no hash.
sweep(ARGV[3], 100)
local upper, most, found = '+', tonumber(ARGV[2]), {}
if ARGV[1] ~= '' then upper = '(' .. ARGV[1] end
while #found < most do
  local ids = redis.call('ZREVRANGEBYLEX', KEYS[1], upper, '-', 'LIMIT', 0, most - #found)
  if #ids == 0 then break end
  upper = '(' .. ids[#ids]
  for _, id in ipairs(ids) do
    local fields = redis.pcall('HGETALL', JOB .. id)
    if fields.err then
      found[#found + 1] = {id, false}
    elseif #fields == 0 or is_over(redis.call('HGET', JOB .. id, 'expires_at'), ARGV[3]) then
      forget(id)
    else
      found[#found + 1] = {id, fields}
    end
  end
end
return found
"""
)

IDS = Script(
    _PRELUDE
    + """
-- KEYS: the index of all. ARGV: id to start below or nothing, how many.
-- Answers the last id looked at, or nothing at the end; then the ids whose hash is there.
local upper = '+'
if ARGV[1] ~= '' then upper = '(' .. ARGV[1] end
local ids = redis.call('ZREVRANGEBYLEX', KEYS[1], upper, '-', 'LIMIT', 0, ARGV[2])
local found = {#ids == tonumber(ARGV[2]) and ids[#ids] or ''}
for _, id in ipairs(ids) do
  if redis.call('EXISTS', JOB .. id) == 1 then found[#found + 1] = id end
end
return found
"""
)

COUNT = Script(
    _PRELUDE
    + """
-- KEYS: an index. ARGV: status or all, now. Those over and not yet swept don't count.
sweep(ARGV[2], 100)
local counted = redis.call('ZCARD', KEYS[1])
for _, status in ipairs(FINISHED) do
  if ARGV[1] == 'all' or ARGV[1] == status then
    counted = counted - redis.call('ZCOUNT', INDEX .. 'ending:' .. status, '-inf', ARGV[2])
  end
end
return counted
"""
)
