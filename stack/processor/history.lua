-- Adds transactions to the histories of entities and reads their windows, in one atomic step: of two
-- racing transactions at least one sees the other. NX, and members made of the content alone, make
-- a repeated call harmless. Keys do not depend on each other: a cluster gets them one a call.
--
-- KEYS    sorted sets
-- ARGV    time to live in s, grace in ms, entries kept and entries read beyond a full window, then for
--         each key:
--         length of its windows in ms, entries of a full window, number n of entries to add, and
--         n times score and member, ascending
-- Returns for each key one text: empty if the set holds nothing but what was just added. Else the newest
--         score, the score up to which entries were dropped because there were too many, then member
--         and score of each entry up to the last added one, newest first, separated by blanks (one text
--         is far cheaper to send than a list)
local call, concat = redis.call, table.concat
local time_to_live, grace, slack, room = unpack(ARGV, 1, 4)
local answers = {}
local at = 5
for index, key in ipairs(KEYS) do
  local length, cap, count = unpack(ARGV, at, at + 2)
  local first, last = at + 3, at + 2 + 2 * count
  local added = call('ZADD', key, 'NX', unpack(ARGV, first, last))
  local kept = call('ZCARD', key)
  call('EXPIRE', key, time_to_live)

  if added == kept then
    answers[index] = ''
  else
    -- A full window before the first entry, with room for some of others in between.
    local from, limit = '(' .. ARGV[first] - length, cap + count + room
    local window = call('ZREVRANGEBYSCORE', key, '+inf', from, 'WITHSCORES', 'LIMIT', 0, limit)
    -- Nothing is in reach if all that is added was there already, with earlier event times.
    local newest = window[2] or call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2]
    local latest = ARGV[last - 1]
    if newest ~= latest and tonumber(newest) > tonumber(latest) then
      window = call('ZREVRANGEBYSCORE', key, latest, from, 'WITHSCORES', 'LIMIT', 0, limit)
    end

    local dropped = '0'
    if 2 * kept > #window then
      call('ZREMRANGEBYSCORE', key, '-inf', newest - length - grace)
    end
    if kept >= cap + slack then
      call('ZREMRANGEBYRANK', key, 0, -cap - slack - 1)
      dropped = call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
    end
    answers[index] = newest .. ' ' .. dropped .. ' ' .. concat(window, ' ')
  end
  at = last + 1
end
return answers
