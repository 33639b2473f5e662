-- Adds transactions to the histories of entities and reads their windows, in one atomic step: of two
-- racing transactions at least one sees the other. NX, and members made of the content alone, make
-- a repeated call harmless. Keys do not depend on each other: a cluster gets them one a call.
--
-- KEYS    sorted sets
-- ARGV    time to live in s, grace in ms, entries kept and entries read beyond a full window, then for
--         each key:
--         length of its windows in ms, entries of a full window, number n of entries to add, and
--         n times score and member, ascending
-- Returns for each key one text: the newest score, the score up to which entries were dropped because
--         there were too many, then member and score of each entry up to the last added one, newest
--         first, separated by blanks (one text is far cheaper to send than a list)
local grace, slack, room = ARGV[2], ARGV[3], ARGV[4]
local answers = {}
local at = 5
for index, key in ipairs(KEYS) do
  local length, cap, count = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local first, last = at + 3, at + 2 + 2 * count
  redis.call('ZADD', key, 'NX', unpack(ARGV, first, last))
  redis.call('EXPIRE', key, ARGV[1])

  local function read(up_to)
    -- A full window before the first entry, with room for some of others in between.
    return redis.call(
      'ZREVRANGEBYSCORE', key, up_to, '(' .. ARGV[first] - length,
      'WITHSCORES', 'LIMIT', 0, cap + count + room)
  end
  local window = read('+inf')
  -- Nothing is in reach if all that is added was there already, with earlier event times.
  local newest = window[2] or redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2]
  if tonumber(newest) > tonumber(ARGV[last - 1]) then
    window = read(ARGV[last - 1])
  end

  local kept = redis.call('ZCARD', key)
  if 2 * kept > #window then
    redis.call('ZREMRANGEBYSCORE', key, '-inf', newest - length - grace)
  end
  local dropped = '0'
  if kept >= cap + slack then
    redis.call('ZREMRANGEBYRANK', key, 0, -cap - slack - 1)
    dropped = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
  end
  answers[index] = newest .. ' ' .. dropped .. ' ' .. table.concat(window, ' ')
  at = last + 1
end
return answers
