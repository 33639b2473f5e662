-- Adds transactions to the histories of entities and reads their windows, in one atomic step: of two
-- racing transactions at least one sees the other. NX, and members made of the content alone, make
-- a repeated call harmless. Keys do not depend on each other: a cluster gets them one a call.
--
-- KEYS    sorted sets
-- ARGV    time to live in s, then for each key:
--         retention in ms, entries to keep, entries to read, read after (ms), number n of entries to
--         add, and n times score and member, ascending
-- Returns for each key one text: the newest score, the score up to which entries were dropped because
--         there were too many, then member and score of each entry up to the last added one, newest
--         first, separated by blanks (one text is far cheaper to send than a list)
local answers = {}
local at = 2
for index, key in ipairs(KEYS) do
  local retention, keep, read, after = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2], ARGV[at + 3]
  local first = at + 5
  local last = at + 4 + 2 * ARGV[at + 4]
  redis.call('ZADD', key, 'NX', unpack(ARGV, first, last))
  redis.call('EXPIRE', key, ARGV[1])

  local newest = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2]
  local dropped = '0'
  redis.call('ZREMRANGEBYSCORE', key, '-inf', newest - retention)
  if redis.call('ZCARD', key) >= keep then
    redis.call('ZREMRANGEBYRANK', key, 0, -keep - 1)
    dropped = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
  end
  local window = redis.call(
    'ZREVRANGEBYSCORE', key, ARGV[last - 1], '(' .. after, 'WITHSCORES', 'LIMIT', 0, read)
  answers[index] = newest .. ' ' .. dropped .. ' ' .. table.concat(window, ' ')
  at = last + 1
end
return answers
